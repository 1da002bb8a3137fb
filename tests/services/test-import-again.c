#include <glib/gstdio.h>
#include <string.h>

#include "cy-db.h"
#include "cy-migrate.h"
#include "exchange/cy-import.h"
#include "report/cy-roster-workbook.h"

/* What is exported as a roster is imported again without loss: into the archive it comes
 * from it brings no change, and in an empty one it makes an archive that exports the same. */

static const guint8 key[CY_CONN_KEY_SIZE] = "fictional key of thirty-two byte";

#define TODAY "2026-09-10"

typedef struct {
  char *path;
  CyDb *db;
} Archive;

static Archive
archive_new (const char *folder,
             const char *name)
{
  g_autoptr (GError) error = NULL;
  Archive a = { .path = g_build_filename (folder, name, NULL) };

  cy_migrate (a.path, key, CY_SCHEMA_CARE, &error);
  g_assert_no_error (error);
  a.db = cy_db_open (a.path, key, &error);
  g_assert_no_error (error);

  return a;
}

static void
archive_clear (Archive *a)
{
  g_clear_object (&a->db);
  g_remove (a->path);
  g_free (a->path);
}

typedef struct {
  CyImportPlan *plan;
  CyImportResult result;
} ApplyJob;

static gpointer
apply_job (CyConn        *conn,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  ApplyJob *job = data;

  cy_import_plan_apply (job->plan, conn, TRUE, NULL, NULL, cancellable, &job->result, error);
  return NULL;
}

static gpointer
export_job (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) rows = NULL;
  CyStmt *st = cy_conn_query (conn, error, "SELECT id FROM child ORDER BY id", NULL);

  while (cy_stmt_step (st, error))
    {
      gint64 id = cy_stmt_int64 (st, 0);

      g_array_append_val (ids, id);
    }
  rows = cy_roster_rows_load (conn, ids, cy_day_from_iso (TODAY), cancellable, error);

  return rows != NULL ? cy_roster_workbook (rows, cancellable, error) : NULL;
}

static CyImportResult
import (Archive *a,
        GBytes  *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyImportPlan) plan =
    cy_import_plan_new_for_bytes (bytes, "名册", CY_IMPORT_CHILDREN, cy_day_from_iso (TODAY), NULL, &error);
  ApplyJob job = { .plan = plan };

  g_assert_no_error (error);
  cy_db_run (a->db, CY_DB_WRITE, apply_job, &job, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ((CyImportSheet *) g_ptr_array_index (plan->sheets, 0))->rows->len; i++)
    {
      const CyImportRow *row = &g_array_index (((CyImportSheet *) g_ptr_array_index (plan->sheets, 0))->rows, CyImportRow, i);

      for (guint k = 0; row->changes != NULL && k < row->changes->len; k++)
        {
          const CyImportChange *c = g_ptr_array_index (row->changes, k);

          g_test_message ("row %u: %s: %s -> %s", row->number, cy_import_field_key (c->field), c->before, c->after);
        }
    }

  return job.result;
}

static GBytes *
export (Archive *a)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = cy_db_run (a->db, CY_DB_READ, export_job, NULL, NULL, &error);

  g_assert_no_error (error);
  return bytes;
}

/* The texts of a workbook, by row. */
static char *
dump (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyBook) book = cy_book_read_bytes (bytes, "名册", NULL, &error);
  GString *text = g_string_new (NULL);
  const CySheet *sheet;

  g_assert_no_error (error);
  sheet = g_ptr_array_index (book->sheets, 0);
  for (guint i = 0; i < sheet->rows->len; i++)
    {
      const CySheetRow *row = &g_array_index (sheet->rows, CySheetRow, i);

      for (guint j = 0; j < row->n_cells; j++)
        {
          const CyCell *cell = &g_array_index (sheet->cells, CyCell, row->first + j);

          g_string_append_printf (text, "%u=%s|", cell->column, cell->text);
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

static void
goes_round (GBytes *roster,
            guint   n_children)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("chuyan-test-XXXXXX", &error);
  Archive first = archive_new (folder, "first.db");
  Archive second = archive_new (folder, "second.db");
  g_autoptr (GBytes) exported = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autofree char *dump_first = NULL;
  g_autofree char *dump_second = NULL;
  CyImportResult result;

  g_assert_cmpuint (import (&first, roster).n_added, ==, n_children);
  exported = export (&first);
  result = import (&first, exported);
  g_assert_cmpuint (result.n_added, ==, 0);
  g_assert_cmpuint (result.n_changed, ==, 0);
  g_assert_cmpuint (result.n_same, ==, n_children);

  g_assert_cmpuint (import (&second, exported).n_added, ==, n_children);
  again = export (&second);
  dump_first = dump (exported);
  dump_second = dump (again);
  g_assert_cmpstr (dump_first, ==, dump_second);

  archive_clear (&first);
  archive_clear (&second);
  g_rmdir (folder);
}

static void
test_all_fields (void)
{
  const char *roster =
    "乡镇,村,姓名,性别,出生日期,身份证号,民族,户籍所在地,家庭住址,家庭电话,学校,年级,班级,学籍号,是否寄宿,班主任,班主任电话,身体状况,病史,性格,"
    "兴趣爱好,监护人姓名,与监护人关系,监护人电话,监护人身份证号,监护人年龄,监护人职业,监护人健康状况,监护人住址,父亲姓名,父亲电话,父亲身份证号,父亲务工地,"
    "父亲外出时间,父亲工作单位,父亲单位地址,父亲单位电话,父亲职业,母亲姓名,母亲电话,母亲务工地,监护类型,家庭困难类型,是否残疾,是否单亲,是否孤儿,"
    "是否流动儿童,结对帮扶人,备注\n"
    "水湖镇,茨竹村,李明朗,男,2015-03-05,11010520150305433X,土家族,农村,茨竹村三组12号,0551-66612345,水湖镇中心小学,三年级,2班,G110105201503054330,"
    "是,周老师,13800000001,良好,青霉素过敏,内向,画画、唱歌,王秀英,奶奶,13812345678、13912345678,,67,务农,一般,茨竹村三组12号,李强,13700000002,"
    "11010519850305433X,东莞市,2019-02-20,某某电子厂,东莞市长安镇,0769-85551234,工人,赵红,13700000003,东莞市,隔代监护,建档立卡、低保,否,否,否,否,孙老师,"
    "\"第一行\n第二行\"\n"
    "水湖镇,茨竹村,李明月,女,2017年8月,,汉族,,,,水湖镇中心小学,一年级,,,,,,,,,,王秀英,奶奶,13812345678、13912345678,,,,,,李强,,,东莞市,,,,,,赵红,,,,低保,"
    "是,,,,,\n"
    "水湖镇,李岗村,买买提·艾力,男,2014,,维吾尔族,,,,,,,,,,,,,,,艾力·卡德尔,父亲,13612345678,,,,,,,,,,,,,,,,,苏州市,父母监护,,,是,,,,\n"
    ",,张伟,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,上海市,,,,,,,,,,,,,,,,随父\n";
  g_autoptr (GBytes) bytes = g_bytes_new (roster, strlen (roster));

  goes_round (bytes, 4);
}

static void
test_file (gconstpointer data)
{
  const char *name = data;
  g_autofree char *path = g_build_filename (g_getenv ("CHUYAN_FIXTURES"), "rosters", name, NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);

  goes_round (bytes, g_str_has_prefix (name, "school") ? 120 : g_str_has_prefix (name, "utf8") ? 57 : 40);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/again/all-fields", test_all_fields);
  g_test_add_data_func ("/import/again/school-form", "school-form.xlsx", test_file);
  g_test_add_data_func ("/import/again/village-school", "village-school.xls", test_file);
  g_test_add_data_func ("/import/again/ledger", "utf8-bom-ledger.csv", test_file);

  return g_test_run ();
}
