#include <string.h>

#include "../database.h"
#include "cy-contact-store.h"
#include "cy-db.h"
#include "cy-flag-store.h"
#include "cy-import-store.h"
#include "exchange/cy-import.h"
#include "exchange/cy-roster-record.h"

#define TODAY "2026-09-10"

typedef struct {
  char *folder;
  char *path;
  CyDb *db;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->path = test_database_new (&f->folder);
  f->db = cy_db_open (f->path, test_key, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_clear_object (&f->db);
  test_folder_remove (f->folder);
  g_free (f->path);
  g_free (f->folder);
}

/* Jobs */

typedef struct {
  CyImportPlan *plan;
  gboolean update;
  CyImportResult result;
  GCancellable *cancel_within;
} ApplyJob;

static void
cancel_cb (guint    n_done,
           guint    n_rows,
           gpointer user_data)
{
  ApplyJob *job = user_data;

  if (job->cancel_within != NULL)
    g_cancellable_cancel (job->cancel_within);
}

static gpointer
apply_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  ApplyJob *job = data;

  cy_import_plan_apply (job->plan, conn, job->update, cancel_cb, job,
                        job->cancel_within != NULL ? job->cancel_within : cancellable, &job->result, error);
  return NULL;
}

static gpointer
match_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  cy_import_plan_match (data, conn, cancellable, error);
  return NULL;
}

static gpointer
undo_job (CyConn        *conn,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  cy_import_undo (conn, (gint64) GPOINTER_TO_SIZE (data), error);
  return NULL;
}

typedef struct {
  const char *sql;
  gint64 value;
} Count;

static gpointer
count_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Count *count = data;

  cy_conn_int64 (conn, error, &count->value, count->sql, NULL);
  return NULL;
}

static gint64
count (Fixture    *f,
       const char *sql)
{
  Count c = { sql, 0 };
  g_autoptr (GError) error = NULL;

  cy_db_run (f->db, CY_DB_READ, count_job, &c, NULL, &error);
  g_assert_no_error (error);
  return c.value;
}

static CyImportPlan *
plan_of_text (const char   *text,
              CyImportKind  kind)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  CyImportPlan *plan = cy_import_plan_new_for_bytes (bytes, "名册", kind, cy_day_from_iso (TODAY), NULL, &error);

  g_assert_no_error (error);
  return plan;
}

static CyImportPlan *
plan_of_file (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("CHUYAN_FIXTURES"), "rosters", name, NULL);
  g_autoptr (GError) error = NULL;
  CyImportPlan *plan = cy_import_plan_new (path, CY_IMPORT_CHILDREN, cy_day_from_iso (TODAY), NULL, &error);

  g_assert_no_error (error);
  return plan;
}

static CyImportResult
apply (Fixture      *f,
       CyImportPlan *plan,
       gboolean      update)
{
  ApplyJob job = { .plan = plan, .update = update };
  g_autoptr (GError) error = NULL;

  cy_db_run (f->db, CY_DB_WRITE, apply_job, &job, NULL, &error);
  g_assert_no_error (error);
  return job.result;
}

static CyImportResult
import_text (Fixture      *f,
             const char   *text,
             CyImportKind  kind,
             gboolean      update)
{
  g_autoptr (CyImportPlan) plan = plan_of_text (text, kind);

  return apply (f, plan, update);
}

static char *
findings (CyImportPlan *plan)
{
  GString *text = g_string_new (NULL);

  for (int errors = 1; errors >= 0; errors--)
    {
      g_autoptr (GArray) list = cy_import_plan_findings (plan, errors);

      for (guint i = 0; i < list->len; i++)
        g_string_append_printf (text, "%u %s\n", g_array_index (list, CyImportFinding, i).row,
                                cy_import_problem_code (g_array_index (list, CyImportFinding, i).problem));
    }

  return g_string_free (text, FALSE);
}

static const char *const HEADER = "姓名,性别,出生日期,身份证号,监护人姓名,与监护人关系,监护人电话,父亲姓名,父亲务工地,母亲姓名,母亲务工地,村\n";

/* Tests */

static void
test_files_come_in_once (Fixture       *f,
                         gconstpointer  data)
{
  static const struct {
    const char *name;
    guint n_added;
    guint n_refused;
  } files[] = {
    { "school-form.xlsx", 120, 0 }, { "village-school.xls", 40, 0 }, { "township-ledger.csv", 497, 3 }, { "utf8-bom-ledger.csv", 57, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gint64 before = count (f, "SELECT count(*) FROM child");
      g_autoptr (CyImportPlan) plan = plan_of_file (files[i].name);
      CyImportResult first = apply (f, plan, FALSE);
      gint64 people = count (f, "SELECT count(*) FROM person");
      CyImportResult second = apply (f, plan, TRUE);

      g_assert_cmpuint (first.n_added, ==, files[i].n_added);
      g_assert_cmpuint (first.n_refused, ==, files[i].n_refused);
      g_assert_cmpint (count (f, "SELECT count(*) FROM child"), ==, before + files[i].n_added);
      g_assert_cmpuint (second.n_added, ==, 0);
      for (guint s = 0; s < plan->sheets->len; s++)
        {
          const CyImportSheet *sheet = g_ptr_array_index (plan->sheets, s);

          for (guint j = 0; j < sheet->rows->len; j++)
            {
              const CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, j);

              for (guint k = 0; row->changes != NULL && k < row->changes->len; k++)
                {
                  const CyImportChange *c = g_ptr_array_index (row->changes, k);

                  g_test_message ("%s row %u: %s: %s -> %s", files[i].name, row->number, cy_import_field_key (c->field),
                                  c->before, c->after);
                }
            }
        }
      g_assert_cmpuint (second.n_changed, ==, 0);
      g_assert_cmpuint (second.n_same, ==, files[i].n_added);
      g_assert_cmpint (count (f, "SELECT count(*) FROM person"), ==, people);
      g_assert_cmpint (second.import_id, ==, 0);
    }
}

static void
test_undo_takes_all_back (Fixture       *f,
                          gconstpointer  data)
{
  g_autoptr (CyImportPlan) plan = plan_of_file ("school-form.xlsx");
  CyImportResult result = apply (f, plan, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (count (f, "SELECT count(*) FROM person WHERE NOT is_child"), >, 120);
  g_assert_cmpint (count (f, "SELECT count(*) FROM absence"), >, 120);
  cy_db_run (f->db, CY_DB_WRITE, undo_job, GSIZE_TO_POINTER (result.import_id), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (f, "SELECT count(*) FROM person"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM unit"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM relation"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM import WHERE undone_at IS NOT NULL"), ==, 1);

  /* Not twice. */
  cy_db_run (f->db, CY_DB_WRITE, undo_job, GSIZE_TO_POINTER (result.import_id), NULL, &error);
  g_assert_error (error, CY_STORE_ERROR, CY_STORE_ERROR_NOT_FOUND);

  /* And it can come in again. */
  g_assert_cmpuint (apply (f, plan, FALSE).n_added, ==, 120);
}

static void
test_undo_is_refused_after_contacts (Fixture       *f,
                                     gconstpointer  data)
{
  g_autofree char *roster = g_strconcat (HEADER, "李明朗,男,2015-03-05,,王秀英,奶奶,13812345678,,,,,茨竹村\n", NULL);
  CyImportResult children = import_text (f, roster, CY_IMPORT_CHILDREN, FALSE);
  CyImportResult contacts = import_text (f, "姓名,日期,方式,内容\n李明朗,2026-09-01,谈心,很好\n", CY_IMPORT_CONTACTS, FALSE);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (contacts.n_added, ==, 1);
  cy_db_run (f->db, CY_DB_WRITE, undo_job, GSIZE_TO_POINTER (children.import_id), NULL, &error);
  g_assert_error (error, CY_IMPORT_ERROR, CY_IMPORT_ERROR_USED);
  g_clear_error (&error);
  g_assert_cmpint (count (f, "SELECT count(*) FROM child"), ==, 1);

  cy_db_run (f->db, CY_DB_WRITE, undo_job, GSIZE_TO_POINTER (contacts.import_id), NULL, &error);
  g_assert_no_error (error);
  cy_db_run (f->db, CY_DB_WRITE, undo_job, GSIZE_TO_POINTER (children.import_id), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (f, "SELECT count(*) FROM child"), ==, 0);
}

static void
test_cancel_writes_nothing (Fixture       *f,
                            gconstpointer  data)
{
  g_autoptr (CyImportPlan) plan = plan_of_file ("township-ledger.csv");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  ApplyJob job = { .plan = plan, .cancel_within = cancellable };
  g_autoptr (GError) error = NULL;

  cy_db_run (f->db, CY_DB_WRITE, apply_job, &job, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (count (f, "SELECT count(*) FROM person"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM import"), ==, 0);
}

static void
test_changes_are_offered (Fixture       *f,
                          gconstpointer  data)
{
  g_autofree char *before = g_strconcat (HEADER, "李明朗,男,2015年3月,,王秀英,奶奶,13812345678,李强,东莞市,,,茨竹村\n", NULL);
  g_autofree char *after = g_strconcat (HEADER, "李明朗,男,2015-03-05,,王秀英,奶奶,13900000000,李强,深圳市,,,茨竹村\n", NULL);
  g_autoptr (CyImportPlan) plan = plan_of_text (after, CY_IMPORT_CHILDREN);
  g_autoptr (GError) error = NULL;
  CyImportSheet *sheet = g_ptr_array_index (plan->sheets, 0);
  const CyImportRow *row = &g_array_index (sheet->rows, CyImportRow, 0);
  CyImportResult result;

  import_text (f, before, CY_IMPORT_CHILDREN, FALSE);
  cy_db_run (f->db, CY_DB_READ, match_job, plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (row->action, ==, CY_IMPORT_CHANGED);
  g_assert_cmpuint (row->changes->len, ==, 3);
  g_assert_cmpint (((CyImportChange *) g_ptr_array_index (row->changes, 0))->field, ==, CY_FIELD_BIRTH);
  g_assert_cmpstr (((CyImportChange *) g_ptr_array_index (row->changes, 0))->before, ==, "2015-03");
  g_assert_cmpint (((CyImportChange *) g_ptr_array_index (row->changes, 1))->field, ==, CY_FIELD_GUARDIAN_PHONE);
  g_assert_cmpint (((CyImportChange *) g_ptr_array_index (row->changes, 2))->field, ==, CY_FIELD_FATHER_PLACE);
  g_assert_cmpstr (((CyImportChange *) g_ptr_array_index (row->changes, 2))->after, ==, "深圳市");

  /* Not without being asked. */
  result = apply (f, plan, FALSE);
  g_assert_cmpuint (result.n_changed, ==, 0);
  result = apply (f, plan, TRUE);
  g_assert_cmpuint (result.n_changed, ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM person"), ==, 3);
  g_assert_cmpint (count (f, "SELECT count(*) FROM person WHERE phone = '13900000000'"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM absence WHERE place = '深圳市'"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM person WHERE birth = '2015-03-05' AND birth_precision = 0"), ==, 1);
  g_assert_cmpuint (apply (f, plan, TRUE).n_same, ==, 1);

  /* The change can be taken back as well. */
  cy_db_run (f->db, CY_DB_WRITE, undo_job, GSIZE_TO_POINTER (result.import_id), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (f, "SELECT count(*) FROM absence WHERE place = '东莞市'"), ==, 1);
}

static void
test_another_guardian_takes_over (Fixture       *f,
                                  gconstpointer  data)
{
  g_autofree char *before = g_strconcat (HEADER, "李明朗,男,2015-03-05,11010520150305433X,王秀英,奶奶,13812345678,,,,,茨竹村\n", NULL);
  g_autofree char *after = g_strconcat (HEADER, "李明朗,男,2015-03-05,11010520150305433X,李国强,爷爷,13812345678,,,,,茨竹村\n", NULL);

  import_text (f, before, CY_IMPORT_CHILDREN, FALSE);
  g_assert_cmpuint (import_text (f, after, CY_IMPORT_CHILDREN, TRUE).n_changed, ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM relation WHERE is_primary AND to_date IS NULL"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM relation AS r JOIN person AS p ON p.id = r.person_id "
                             "WHERE r.is_primary AND p.name = '李国强' AND r.kin = '祖父'"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM relation WHERE to_date IS NOT NULL"), ==, 1);
}

static void
test_siblings_share_their_family (Fixture       *f,
                                  gconstpointer  data)
{
  g_autofree char *roster = g_strconcat (HEADER,
                                         "李明朗,男,2015-03-05,,王秀英,奶奶,13812345678,李强,东莞市,赵红,东莞市,茨竹村\n"
                                         "李明月,女,2017-08-01,,王秀英,奶奶,13812345678,李强,东莞市,赵红,东莞市,茨竹村\n"
                                         "张伟,男,2016-01-02,,张桂兰,外婆,13812345678,李强,苏州市,周敏,苏州市,李岗村\n", NULL);

  g_assert_cmpuint (import_text (f, roster, CY_IMPORT_CHILDREN, FALSE).n_added, ==, 3);
  /* Two guardians with one phone are two people, as are two fathers of one name. */
  g_assert_cmpint (count (f, "SELECT count(*) FROM person WHERE name = '王秀英'"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM person WHERE name = '张桂兰'"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM person WHERE name = '李强'"), ==, 2);
  g_assert_cmpint (count (f, "SELECT count(*) FROM absence"), ==, 4);
}

static void
test_warnings_become_flags (Fixture       *f,
                            gconstpointer  data)
{
  g_autofree char *roster = g_strconcat (HEADER,
                                         "李明朗,男,2015-03-05,4.40524E+17,王秀英,奶奶,1381234567,,,,,茨竹村\n"
                                         "张小红,男,2015-03-06,110105201503052140,,,,,,,,茨竹村\n", NULL);

  g_assert_cmpuint (import_text (f, roster, CY_IMPORT_CHILDREN, FALSE).n_added, ==, 2);
  g_assert_cmpint (count (f, "SELECT count(*) FROM flag WHERE code = 'id_damaged'"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM flag WHERE code = 'phone_invalid'"), ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM person WHERE is_child AND id_number IS NULL AND name = '李明朗'"), ==, 1);
}

static void
test_merged_cells_hold_for_all_their_rows (Fixture       *f,
                                           gconstpointer  data)
{
  g_autoptr (CyImportPlan) plan = plan_of_file ("merged-villages.xlsx");
  g_autofree char *village = cy_import_plan_text (plan, 0, 2, CY_FIELD_VILLAGE);
  g_autofree char *guardian = cy_import_plan_text (plan, 0, 1, CY_FIELD_GUARDIAN_NAME);
  g_autofree char *other = cy_import_plan_text (plan, 0, 3, CY_FIELD_VILLAGE);

  g_assert_cmpstr (village, ==, "茨竹村");
  g_assert_cmpstr (guardian, ==, "王秀英");
  g_assert_cmpstr (other, ==, "张祠村");
  g_assert_cmpuint (apply (f, plan, FALSE).n_added, ==, 4);
  g_assert_cmpint (count (f, "SELECT count(*) FROM person WHERE NOT is_child"), ==, 3);
  g_assert_cmpuint (apply (f, plan, FALSE).n_same, ==, 4);
}

static void
test_a_column_can_be_corrected (Fixture       *f,
                                gconstpointer  data)
{
  g_autoptr (CyImportPlan) plan = plan_of_text ("姓名,性别,生于\n李明,男,2015-03-05\n王芳,女,不知\n", CY_IMPORT_CHILDREN);
  const CyImportSheet *sheet = g_ptr_array_index (plan->sheets, 0);
  g_autofree char *found = NULL;

  g_assert_cmpint (((CyImportColumn *) g_ptr_array_index (sheet->columns, 2))->field, ==, CY_FIELD_IGNORED);
  g_assert_cmpuint (plan->n_clean, ==, 2);
  cy_import_plan_set_field (plan, 0, 2, CY_FIELD_BIRTH);
  found = findings (plan);
  g_assert_cmpstr (found, ==, "3 birth_unreadable\n");
  g_assert_cmpuint (plan->n_clean, ==, 1);
}

/* What others have written between looking and importing is seen. */
static void
test_looks_again_when_written_between (Fixture       *f,
                                       gconstpointer  data)
{
  g_autofree char *roster = g_strconcat (HEADER, "李明朗,男,2015-03-05,,,,,,,,,茨竹村\n", NULL);
  g_autoptr (CyImportPlan) plan = plan_of_text (roster, CY_IMPORT_CHILDREN);
  g_autoptr (CyImportPlan) log = plan_of_text ("姓名,日期,方式\n李明朗,2026-09-01,谈心\n", CY_IMPORT_CONTACTS);
  g_autoptr (GError) error = NULL;
  CyImportResult result;

  cy_db_run (f->db, CY_DB_READ, match_job, plan, NULL, &error);
  cy_db_run (f->db, CY_DB_READ, match_job, log, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_clean, ==, 1);
  g_assert_cmpuint (log->n_clean, ==, 0);

  import_text (f, roster, CY_IMPORT_CHILDREN, FALSE);
  result = apply (f, plan, FALSE);
  g_assert_cmpuint (result.n_same, ==, 1);
  result = apply (f, log, FALSE);
  g_assert_cmpuint (result.n_added, ==, 1);

  /* A log that was looked at is imported as it was seen, and once. */
  cy_import_plan_free (g_steal_pointer (&log));
  log = plan_of_text ("姓名,日期,方式\n李明朗,2026-09-02,谈心\n", CY_IMPORT_CONTACTS);
  cy_db_run (f->db, CY_DB_READ, match_job, log, NULL, &error);
  g_assert_no_error (error);
  result = apply (f, log, FALSE);
  g_assert_cmpuint (result.n_added, ==, 1);
  result = apply (f, log, FALSE);
  g_assert_cmpuint (result.n_same, ==, 1);
  g_assert_cmpint (count (f, "SELECT count(*) FROM care_log"), ==, 2);
}

static void
test_contacts_come_in_once (Fixture       *f,
                            gconstpointer  data)
{
  g_autofree char *roster = g_strconcat (HEADER,
                                         "李明朗,男,2015-03-05,11010520150305433X,王秀英,奶奶,13812345678,,,,,茨竹村\n"
                                         "李明月,女,2017-08-01,,王秀英,奶奶,13812345678,,,,,茨竹村\n"
                                         "张伟,男,2016-01-02,,,,,,,,,李岗村\n"
                                         "张伟,男,2014-01-02,,,,,,,,,茨竹村\n", NULL);
  const char *log =
    "谈心谈话记录表,,,,,\n"
    "序号,姓名,身份证号,谈话日期,方式,是否联系上,时长,谈话内容\n"
    "1,李明朗,,2026.9.1,谈心,,20分钟,想爸爸\n"
    "2,李明朗、李明月,,2026年9月2日,入户走访,是,1小时,一切都好\n"
    "3,李明朗,,20260903,打电话,未接通,,\n"
    "4,张伟,,2026-09-03,谈话,,,\n"
    "5,赵无名,,2026-09-03,谈话,,,\n"
    "6,,11010520150305433X,2026-09-04,微信视频,,,\n"
    "7,李明朗,,上周,谈话,,,\n"
    "8,李明朗,,2027-01-01,谈话,,,\n"
    "9,李明朗,,2026-09-05,吃饭,,,\n";
  g_autoptr (CyImportPlan) plan = plan_of_text (log, CY_IMPORT_CONTACTS);
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;
  CyImportResult result;
  gint64 import_id;

  import_text (f, roster, CY_IMPORT_CHILDREN, FALSE);
  result = apply (f, plan, FALSE);
  import_id = result.import_id;
  found = findings (plan);
  g_assert_cmpstr (found, ==, "6 child_ambiguous\n7 child_unknown\n9 date_unreadable\n10 date_future\n11 kind_unknown\n");
  g_assert_cmpuint (result.n_added, ==, 4);
  g_assert_cmpuint (result.n_refused, ==, 5);
  g_assert_cmpint (count (f, "SELECT count(*) FROM contact WHERE NOT reached"), ==, 1);
  g_assert_cmpint (count (f, "SELECT minutes FROM contact WHERE text = '一切都好'"), ==, 60);
  g_assert_cmpint (count (f, "SELECT count(*) FROM participant"), ==, 5);

  result = apply (f, plan, FALSE);
  g_assert_cmpuint (result.n_added, ==, 0);
  g_assert_cmpuint (result.n_same, ==, 4);

  /* What care goes by is there, and goes with the log. */
  g_assert_cmpint (count (f, "SELECT count(*) FROM care_log"), ==, 4);
  g_assert_cmpint (count (f, "SELECT count(*) FROM change WHERE tbl IN ('contact', 'participant') AND op = 'I'"), ==, 9);
  cy_db_run (f->db, CY_DB_WRITE, undo_job, GSIZE_TO_POINTER (import_id), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (f, "SELECT count(*) FROM contact"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM care_log"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM child"), ==, 4);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/import/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("files-come-in-once", test_files_come_in_once);
  ADD ("undo-takes-all-back", test_undo_takes_all_back);
  ADD ("undo-is-refused-after-contacts", test_undo_is_refused_after_contacts);
  ADD ("cancel-writes-nothing", test_cancel_writes_nothing);
  ADD ("changes-are-offered", test_changes_are_offered);
  ADD ("another-guardian-takes-over", test_another_guardian_takes_over);
  ADD ("siblings-share-their-family", test_siblings_share_their_family);
  ADD ("warnings-become-flags", test_warnings_become_flags);
  ADD ("merged-cells-hold-for-all-their-rows", test_merged_cells_hold_for_all_their_rows);
  ADD ("a-column-can-be-corrected", test_a_column_can_be_corrected);
  ADD ("looks-again-when-written-between", test_looks_again_when_written_between);
  ADD ("contacts-come-in-once", test_contacts_come_in_once);
  return g_test_run ();
}
