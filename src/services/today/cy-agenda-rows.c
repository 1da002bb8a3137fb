#define G_LOG_DOMAIN "cy-agenda"

#include "config.h"

#include "cy-agenda-private.h"

#include "care/cy-care-presets.h"
#include "care/cy-care.h"
#include "cy-id-bits.h"
#include "text/cy-lunar.h"

#include <glib/gi18n.h>
#include <string.h>

G_STATIC_ASSERT (CY_CONTACT_KIND_COUNT <= 16);

/** cy_agenda_maker_init: begins to make @agenda */
void
cy_agenda_maker_init (CyAgendaMaker *maker,
                      CyConn        *conn,
                      CyAgenda      *agenda)
{
  maker->conn = conn;
  maker->agenda = agenda;
  maker->rows = g_array_new (FALSE, FALSE, sizeof (CyAgendaRow));
  maker->obligations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  maker->sources = g_hash_table_new (NULL, NULL);
}

/** cy_agenda_maker_clear: lets go of all but the agenda */
void
cy_agenda_maker_clear (CyAgendaMaker *maker)
{
  g_clear_pointer (&maker->rows, g_array_unref);
  g_clear_pointer (&maker->obligations, g_hash_table_unref);
  g_clear_pointer (&maker->sources, g_hash_table_unref);
}

static gboolean
load_obligations (CyAgendaMaker  *maker,
                  GError        **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st =
    cy_conn_query (maker->conn, &local, "SELECT key, name, who FROM obligation WHERE deleted_at IS NULL", "");

  while (st != NULL && cy_stmt_step (st, &local))
    {
      g_autofree char *key = cy_stmt_dup_text (st, 0);
      g_autofree char *name = cy_stmt_dup_text (st, 1);
      g_autofree char *who = cy_stmt_dup_text (st, 2);
      const CyObligation obligation = { .key = key, .name = name, .who = who };
      const char *shown = cy_care_obligation_name (&obligation);
      const char *shown_who = cy_care_obligation_who (&obligation);

      if (shown_who == NULL)
        g_hash_table_insert (maker->obligations, g_strdup (key), g_strdup (shown));
      else
        /* Translators: who owes a contact, then what it is, as "Teacher: Talk" */
        g_hash_table_insert (maker->obligations, g_strdup (key),
                             g_strdup_printf (C_("obligation", "%s: %s"), shown_who, shown));
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

static gboolean
ask_state (CyAgendaMaker  *maker,
           GError        **error)
{
  CyConn *conn = maker->conn;
  CyAgenda *agenda = maker->agenda;
  gint64 value = 0;

  if (!cy_conn_int64 (conn, error, &value,
                      "SELECT EXISTS (SELECT 1 FROM person WHERE is_child AND deleted_at IS NULL)", ""))
    return FALSE;
  agenda->has_children = value != 0;

  if (!cy_conn_int64 (conn, error, &value,
                      "SELECT EXISTS (SELECT 1 FROM enrolment WHERE deleted_at IS NULL "
                      "AND (to_date IS NULL OR to_date >= ?))",
                      "d", agenda->today))
    return FALSE;
  agenda->has_enrolled = value != 0;

  return TRUE;
}

/** cy_agenda_maker_prepare: reads what all rows share; before any is added */
gboolean
cy_agenda_maker_prepare (CyAgendaMaker  *maker,
                         GError        **error)
{
  return ask_state (maker, error) && load_obligations (maker, error);
}

/* The names of a row's obligations, whose keys live as long as the program; the same for thousands of rows, so
 * made once. */
static guint32
names_of_sources (CyAgendaMaker *maker,
                  const char    *sources)
{
  GPtrArray *all = maker->agenda->sources;
  gpointer known;
  g_auto (GStrv) keys = NULL;
  g_autoptr (GString) joined = NULL;
  guint found;

  if (g_hash_table_lookup_extended (maker->sources, sources, NULL, &known))
    return GPOINTER_TO_UINT (known);

  keys = g_strsplit (sources, " ", -1);
  joined = g_string_new (NULL);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      const char *name = g_hash_table_lookup (maker->obligations, keys[i]);

      if (joined->len > 0)
        g_string_append (joined, " · ");
      g_string_append (joined, name != NULL ? name : keys[i]);
    }
  if (!g_ptr_array_find_with_equal_func (all, joined->str, g_str_equal, &found))
    {
      found = all->len;
      g_ptr_array_add (all, g_strdup (joined->str));
    }
  g_hash_table_insert (maker->sources, (gpointer) sources, GUINT_TO_POINTER (found));

  return found;
}

/* No more than the row holds. */
static guint16
narrow (int value)
{
  return (guint16) CLAMP (value, 0, G_MAXUINT16);
}

static void
add_due_rows (gint64    child_id,
              GArray   *due,
              gpointer  data)
{
  CyAgendaMaker *maker = data;

  for (guint i = 0; i < due->len; i++)
    {
      const CyDueRow *found = &g_array_index (due, CyDueRow, i);
      CyAgendaRow row = { .section = CY_AGENDA_DUE, .what = CY_AGENDA_IS_CONTACT_DUE };

      if (found->state != CY_DUE_OVERDUE && found->state != CY_DUE_SOON)
        continue;

      row.state = found->state;
      row.child_id = (guint32) found->child_id;
      row.kinds = (guint16) found->kinds;
      row.day = found->due;
      row.count = narrow (found->required);
      row.done = narrow (found->done);
      row.ref = names_of_sources (maker, found->sources);
      g_array_append_val (maker->rows, row);
    }
}

static gboolean
add_due (CyAgendaMaker  *maker,
         gint64          child_id,
         GError        **error)
{
  return cy_care_due_each (maker->conn, maker->agenda->today, child_id != 0 ? &child_id : NULL, 1,
                           add_due_rows, maker, error);
}

static gboolean
add_follow_ups (CyAgendaMaker  *maker,
                gint64          child_id,
                GError        **error)
{
  g_autoptr (GError) local = NULL;
  CyDay last = maker->agenda->today + CY_AGENDA_DAYS_AHEAD;
  CyStmt *st;

#define FOLLOW_UPS "SELECT id, child_id, due FROM follow_up WHERE done_at IS NULL AND deleted_at IS NULL "
  if (child_id != 0)
    st = cy_conn_query (maker->conn, &local, FOLLOW_UPS "AND child_id = ? AND due <= ?", "id", child_id, last);
  else
    st = cy_conn_query (maker->conn, &local, FOLLOW_UPS "AND due <= ?", "d", last);
#undef FOLLOW_UPS

  while (st != NULL && cy_stmt_step (st, &local))
    {
      CyAgendaRow row = { .what = CY_AGENDA_IS_FOLLOW_UP };

      row.ref = (guint32) cy_stmt_int64 (st, 0);
      row.child_id = (guint32) cy_stmt_int64 (st, 1);
      row.day = cy_stmt_day (st, 2);
      row.section = row.day <= maker->agenda->today ? CY_AGENDA_FOLLOW_UP : CY_AGENDA_AHEAD;
      row.state = row.day < maker->agenda->today ? CY_DUE_OVERDUE : CY_DUE_SOON;
      g_array_append_val (maker->rows, row);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

/* The next day, from today on, that keeps a birthday; someone born on 29 February keeps it
 * on the 28th in a common year. */
static CyDay
next_birthday (CyDay birth,
               CyDay today)
{
  int year, month, day, this_year;
  CyDay next = CY_DAY_NONE;

  cy_day_to_ymd (birth, &year, &month, &day);
  cy_day_to_ymd (today, &this_year, NULL, NULL);
  for (int i = 0; i < 2 && (next == CY_DAY_NONE || next < today); i++)
    next = cy_day_from_ymd (this_year + i, month, MIN (day, cy_days_in_month (this_year + i, month)));

  return next;
}

static void
add_birthday (CyAgendaMaker *maker,
              gint64         child_id,
              CyDay          day,
              CyDay          birth,
              CyAgendaWhat   what)
{
  CyAgendaRow row = { .section = CY_AGENDA_AHEAD, .what = what, .child_id = (guint32) child_id, .day = day };
  int year, birth_year, age = 0;

  if (birth != CY_DAY_NONE)
    {
      cy_day_to_ymd (day, &year, NULL, NULL);
      cy_day_to_ymd (birth, &birth_year, NULL, NULL);
      age = year - birth_year;
      row.count = narrow (age);
    }
  /* The day of birth itself is not a birthday. */
  if (birth == CY_DAY_NONE || age > 0)
    g_array_append_val (maker->rows, row);
}

/* Where only the year or the month is known, the day stands for the first one: only there it has to be asked. */
static gboolean
knows_day (CyAgendaMaker  *maker,
           gint64          child_id,
           CyDay           birth,
           GError        **error)
{
  gint64 precision = CY_DATE_DAY;
  int day;

  cy_day_to_ymd (birth, NULL, NULL, &day);
  if (day == 1 && !cy_conn_int64 (maker->conn, error, &precision, "SELECT birth_precision FROM person WHERE id = ?", "i",
                                  child_id))
    return FALSE;

  return precision == CY_DATE_DAY;
}

/* Asks an index by birth that has no more than is asked for: of a million persons a tenth of those that are looked at
 * would have to be read from the disk one by one. */
static gboolean
add_solar_birthdays (CyAgendaMaker   *maker,
                     gint64           child_id,
                     const CyIdBits  *lunar,
                     GError         **error)
{
  CyDay today = maker->agenda->today;
  g_autoptr (GError) local = NULL;
  g_autofree char *first = cy_day_to_iso (today);
  g_autofree char *last = cy_day_to_iso (today + CY_AGENDA_DAYS_AHEAD + 1);
  CyStmt *st;

  /* A wide net by month and day, one day wider for 29 February; next_birthday() is exact. */
#define BIRTHDAYS "SELECT id, birth FROM person WHERE is_child AND deleted_at IS NULL AND birth IS NOT NULL "
  if (child_id != 0)
    st = cy_conn_query (maker->conn, &local, BIRTHDAYS "AND id = ?", "i", child_id);
  else if (strcmp (first + 5, last + 5) <= 0)
    st = cy_conn_query (maker->conn, &local, BIRTHDAYS "AND substr(birth, 6) BETWEEN ? AND ?", "tt",
                        first + 5, last + 5);
  else
    st = cy_conn_query (maker->conn, &local, BIRTHDAYS "AND (substr(birth, 6) >= ? OR substr(birth, 6) <= ?)", "tt",
                        first + 5, last + 5);
#undef BIRTHDAYS

  while (st != NULL && cy_stmt_step (st, &local))
    {
      gint64 id = cy_stmt_int64 (st, 0);
      CyDay birth = cy_stmt_day (st, 1);
      CyDay next = birth != CY_DAY_NONE ? next_birthday (birth, today) : CY_DAY_NONE;

      if (next != CY_DAY_NONE && next <= today + CY_AGENDA_DAYS_AHEAD && !cy_id_bits_has (lunar, (guint32) id) &&
          knows_day (maker, id, birth, &local))
        add_birthday (maker, id, next, birth, CY_AGENDA_IS_BIRTHDAY);
      if (local != NULL)
        {
          cy_stmt_reset (st);
          break;
        }
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

/* The calendar is slow to ask and a class of children shares few days: each is asked once. */
static CyDay
next_lunar_birthday (GHashTable *known,
                     const char *lunar,
                     CyDay       today)
{
  gpointer found;
  CyDay next;

  if (g_hash_table_lookup_extended (known, lunar, NULL, &found))
    return GPOINTER_TO_INT (found);

  next = cy_lunar_next_birthday (lunar, today);
  g_hash_table_insert (known, g_strdup (lunar), GINT_TO_POINTER (next));

  return next;
}

/* Adds to @lunar who keeps a birthday of that calendar, and no other. */
static gboolean
add_lunar_birthdays (CyAgendaMaker  *maker,
                     gint64          child_id,
                     CyIdBits       *lunar,
                     GError        **error)
{
  CyDay today = maker->agenda->today;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) local = NULL;
  CyStmt *st;

#define BIRTHDAYS "SELECT id, lunar_birthday, birth FROM person WHERE is_child AND deleted_at IS NULL " \
                  "AND lunar_birthday IS NOT NULL "
  if (child_id != 0)
    st = cy_conn_query (maker->conn, &local, BIRTHDAYS "AND id = ?", "i", child_id);
  else
    st = cy_conn_query (maker->conn, &local, BIRTHDAYS, "");
#undef BIRTHDAYS

  while (st != NULL && cy_stmt_step (st, &local))
    {
      CyDay next = next_lunar_birthday (known, cy_stmt_text (st, 1), today);

      cy_id_bits_add (lunar, (guint32) cy_stmt_int64 (st, 0));
      if (next != CY_DAY_NONE && next <= today + CY_AGENDA_DAYS_AHEAD)
        add_birthday (maker, cy_stmt_int64 (st, 0), next, cy_stmt_day (st, 2), CY_AGENDA_IS_LUNAR_BIRTHDAY);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_birthdays (CyAgendaMaker  *maker,
               gint64          child_id,
               GError        **error)
{
  g_autoptr (CyIdBits) lunar = cy_id_bits_new ();

  return add_lunar_birthdays (maker, child_id, lunar, error) && add_solar_birthdays (maker, child_id, lunar, error);
}

static gboolean
add_flags (CyAgendaMaker  *maker,
           gint64          child_id,
           GError        **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st;

#define FLAGS "SELECT child_id, count(*) FROM flag "
#define OPEN "WHERE resolved_at IS NULL AND deleted_at IS NULL "
  /* One index has what is open alone; what was resolved over the years is far more. */
  if (child_id != 0)
    st = cy_conn_query (maker->conn, &local, FLAGS OPEN "AND child_id = ? GROUP BY child_id", "i", child_id);
  else
    st = cy_conn_query (maker->conn, &local, FLAGS "INDEXED BY flag_code " OPEN "GROUP BY child_id", "");
#undef OPEN
#undef FLAGS

  while (st != NULL && cy_stmt_step (st, &local))
    {
      CyAgendaRow row = { .section = CY_AGENDA_MEND, .what = CY_AGENDA_IS_FLAG };

      row.child_id = (guint32) cy_stmt_int64 (st, 0);
      row.count = narrow (cy_stmt_int (st, 1));
      g_array_append_val (maker->rows, row);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

/** cy_agenda_maker_add_recent: adds what has been logged in the last days */
gboolean
cy_agenda_maker_add_recent (CyAgendaMaker  *maker,
                            GError        **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (maker->conn, &local,
                              "SELECT c.id, c.kind, c.date, c.reached, min(p.person_id), count(*) "
                              "FROM contact c JOIN participant p ON p.contact_id = c.id AND p.deleted_at IS NULL "
                              "WHERE c.id IN (SELECT id FROM contact WHERE deleted_at IS NULL AND date >= ? "
                              "               ORDER BY date DESC, id DESC LIMIT ?) "
                              "GROUP BY c.id",
                              "di",
                              maker->agenda->today - CY_AGENDA_RECENT_DAYS, (gint64) CY_AGENDA_RECENT_ROWS);

  while (st != NULL && cy_stmt_step (st, &local))
    {
      CyAgendaRow row = { .section = CY_AGENDA_RECENT, .what = CY_AGENDA_IS_CONTACT };

      row.ref = (guint32) cy_stmt_int64 (st, 0);
      row.kinds = (guint16) CY_CONTACT_KIND_BIT (cy_stmt_int (st, 1));
      row.day = cy_stmt_day (st, 2);
      row.reached = cy_stmt_int (st, 3) != 0;
      row.child_id = (guint32) cy_stmt_int64 (st, 4);
      row.count = narrow (cy_stmt_int (st, 5));
      g_array_append_val (maker->rows, row);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}

/** cy_agenda_maker_add_rows: adds all rows but the recent ones, of one child or, for 0, of all */
gboolean
cy_agenda_maker_add_rows (CyAgendaMaker  *maker,
                          gint64          child_id,
                          GError        **error)
{
  return add_due (maker, child_id, error) && add_follow_ups (maker, child_id, error) &&
         add_birthdays (maker, child_id, error) && add_flags (maker, child_id, error);
}
