#define G_LOG_DOMAIN "cy-profile-store"

#include "config.h"

#include "cy-profile-store.h"

#include "cy-columns.h"
#include "cy-profile-private.h"

/* The definition profiles, which of them is active, and the day for which the results stand.
 * cy-profile-settle.c finds the results. */

#define SETTING_ACTIVE "profile"
#define SETTING_DAY "profile-day"
#define DEFAULT_KEY "national-2016"

static const CyColumn columns[] = {
  CY_COLUMN (CyProfile, key, CY_COLUMN_TEXT),
  CY_COLUMN (CyProfile, name, CY_COLUMN_TEXT),
  CY_COLUMN (CyProfile, source, CY_COLUMN_TEXT),
  CY_COLUMN (CyProfile, under_age, CY_COLUMN_INT),
  CY_COLUMN (CyProfile, parents, CY_COLUMN_INT),
  CY_COLUMN (CyProfile, months, CY_COLUMN_INT),
  CY_COLUMN (CyProfile, rural_only, CY_COLUMN_INT),
  { NULL },
};

static const CyTable profile_table = { "definition_profile", columns };

/* Chinese, as the schemes are. "数月" is read as three. The second and third name no age;
 * they take that of a minor. */
static const CyProfile presets[] = {
  { 0, (char *) "national-2016", (char *) "农村留守儿童（2016 年国家定义）",
    (char *) "国发〔2016〕13 号：父母双方外出务工或一方外出务工另一方无监护能力、不满十六周岁的未成年人",
    16, CY_PROFILE_BOTH_OR_UNABLE, 0, TRUE },
  { 0, (char *) "action-plan", (char *) "留守儿童（关爱行动方案）",
    (char *) "留守儿童指年龄在十八周岁以下、父母均连续外出工作数月，或全年累计外出六个月以上的在家儿童",
    18, CY_PROFILE_BOTH_AWAY, 3, FALSE },
  { 0, (char *) "comfort-visit", (char *) "留守儿童（慰问活动方案）",
    (char *) "父母双方或单方外出务工而被留守在家中的留守儿童",
    18, CY_PROFILE_ANY_AWAY, 0, FALSE },
  { 0, (char *) "womens-federation", (char *) "留守儿童（市妇联摸底）",
    (char *) "全市范围内父母双方均外出务工的留守儿童",
    18, CY_PROFILE_BOTH_AWAY, 0, FALSE },
};

void
cy_profile_free (CyProfile *profile)
{
  if (profile == NULL)
    return;

  g_free (profile->key);
  g_free (profile->name);
  g_free (profile->source);
  g_free (profile);
}

static gboolean
set_setting (CyConn      *conn,
             const char  *key,
             const char  *value,
             GError     **error)
{
  return cy_conn_run (conn, error,
                      "INSERT INTO setting (key, value) VALUES (?, ?) "
                      "ON CONFLICT (key) DO UPDATE SET value = excluded.value, " CY_SQL_TOUCH
                      " WHERE value IS NOT excluded.value", "tt", key, value);
}

/**
 * cy_profile_install:
 *
 * Adds the definition profiles of the sources where they are missing; the national one is
 * active until another is chosen.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_profile_install (CyConn  *conn,
                    GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    {
      const CyProfile *p = &presets[i];

      if (!cy_conn_run (conn, error,
                        "INSERT INTO definition_profile (key, name, source, under_age, parents, months, rural_only) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING", "tttiiii",
                        p->key, p->name, p->source, (gint64) p->under_age, (gint64) p->parents,
                        (gint64) p->months, (gint64) p->rural_only))
        return FALSE;
    }

  return cy_conn_run (conn, error,
                      "INSERT INTO setting (key, value) SELECT '" SETTING_ACTIVE "', id FROM definition_profile "
                      "WHERE key = '" DEFAULT_KEY "' ON CONFLICT (key) DO NOTHING", NULL);
}

static CyProfile *
read_profile (CyStmt *st)
{
  CyProfile *profile = g_new0 (CyProfile, 1);

  profile->id = cy_stmt_int64 (st, 0);
  cy_columns_read (st, 1, &profile_table, profile);

  return profile;
}

/* All of them, or the one with the id. */
static GPtrArray *
select_profiles (CyConn  *conn,
                 gint64   id,
                 GError **error)
{
  g_autofree char *list = cy_columns_list (&profile_table, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT id, %s FROM definition_profile "
                                          "WHERE (?1 = 0 OR id = ?1) AND deleted_at IS NULL ORDER BY id", list);
  g_autoptr (GPtrArray) profiles = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_profile_free);
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, error, sql, "i", id);

  if (st == NULL)
    return NULL;

  while (cy_stmt_step (st, &local))
    g_ptr_array_add (profiles, read_profile (st));
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&profiles);
}

/**
 * cy_profile_list:
 *
 * Returns: (transfer full) (element-type CyProfile) (nullable): the profiles, or %NULL with
 *   @error set
 */
GPtrArray *
cy_profile_list (CyConn  *conn,
                 GError **error)
{
  return select_profiles (conn, 0, error);
}

/**
 * cy_profile_get_active:
 *
 * Returns: (transfer full) (nullable): the profile that decides who counts; %NULL when none
 *   is installed or with @error set
 */
CyProfile *
cy_profile_get_active (CyConn  *conn,
                       GError **error)
{
  g_autoptr (GPtrArray) stored = NULL;
  gint64 id;

  if (!cy_conn_int64 (conn, error, &id, "SELECT CAST (value AS INTEGER) FROM setting WHERE key = '" SETTING_ACTIVE "'",
                      NULL) || id == 0)
    return NULL;

  stored = select_profiles (conn, id, error);
  return stored != NULL && stored->len > 0 ? g_ptr_array_steal_index (stored, 0) : NULL;
}

static gboolean
mark_all (CyConn  *conn,
          GError **error)
{
  return cy_conn_run (conn, error, "INSERT OR IGNORE INTO child_stale SELECT id FROM child", NULL);
}

/**
 * cy_profile_set_active:
 * @id: a profile
 *
 * Chooses who counts. The children's results follow before the commit.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_profile_set_active (CyConn  *conn,
                       gint64   id,
                       GError **error)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  return set_setting (conn, SETTING_ACTIVE, value, error) && mark_all (conn, error);
}

/* The day for which the results stand, CY_DAY_NONE before the first. */
CyDay
cy_profile_day (CyConn  *conn,
                GError **error)
{
  CyDay day = CY_DAY_NONE;
  CyStmt *st = cy_conn_query (conn, error, "SELECT value FROM setting WHERE key = '" SETTING_DAY "'", NULL);

  if (st != NULL && cy_stmt_step (st, error))
    {
      day = cy_stmt_day (st, 0);
      cy_stmt_reset (st);
    }

  return day;
}

/* Absences older than this have the same length for every profile, whatever the day. */
#define DAYS_OF_A_LONG_YEAR 400

/* Whose results may differ from one day to the other: those who come of an age that a
 * profile names, and those with a parent who leaves or returns; where the length of an
 * absence counts, all whose parents left or returned within the year before. */
static gboolean
mark_between (CyConn  *conn,
              CyDay    from,
              CyDay    to,
              GError **error)
{
  CyDay first = MIN (from, to), last = MAX (from, to), since;
  g_autoptr (GError) local = NULL;
  g_autoptr (CyProfile) profile = cy_profile_get_active (conn, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  since = first - (profile != NULL && profile->months > 0 ? DAYS_OF_A_LONG_YEAR : 1);

  return cy_conn_run (conn, error,
                      "INSERT OR IGNORE INTO child_stale SELECT p.id FROM definition_profile AS d, person AS p "
                      "WHERE p.is_child AND p.deleted_at IS NULL "
                      "  AND p.birth BETWEEN date (?1, '-' || d.under_age || ' years', '-2 days') "
                      "              AND date (?2, '-' || d.under_age || ' years', '+2 days')",
                      "dd", first, last) &&
         cy_conn_run (conn, error,
                      "INSERT OR IGNORE INTO child_stale "
                      "SELECT r.child_id FROM absence AS a JOIN relation AS r ON r.person_id = a.person_id "
                      "WHERE a.deleted_at IS NULL AND r.deleted_at IS NULL AND a.from_date BETWEEN ?1 AND ?2 "
                      "UNION ALL "
                      "SELECT r.child_id FROM absence AS a JOIN relation AS r ON r.person_id = a.person_id "
                      "WHERE a.deleted_at IS NULL AND r.deleted_at IS NULL AND a.to_date BETWEEN ?1 AND ?2",
                      "dd", since, last + 1) &&
         cy_conn_run (conn, error,
                      "INSERT OR IGNORE INTO child_stale "
                      "SELECT child_id FROM relation WHERE deleted_at IS NULL AND from_date BETWEEN ?1 AND ?2 "
                      "UNION ALL "
                      "SELECT child_id FROM relation WHERE deleted_at IS NULL AND to_date BETWEEN ?1 AND ?2 "
                      "UNION ALL "
                      "SELECT child_id FROM care_arrangement WHERE deleted_at IS NULL AND from_date BETWEEN ?1 AND ?2 "
                      "UNION ALL "
                      "SELECT child_id FROM care_arrangement WHERE deleted_at IS NULL AND to_date BETWEEN ?1 AND ?2",
                      "dd", first - 1, last + 1);
}

/**
 * cy_profile_refresh:
 * @today: the day for which the results shall stand
 *
 * Brings profile results and guardianship up to a day: children grow up, parents leave and
 * come back without anybody writing anything. To be called when an archive is unlocked and
 * when the day changes; costs nothing when the results stand for the day already.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_profile_refresh (CyConn  *conn,
                    CyDay    today,
                    GError **error)
{
  g_autoptr (GError) local = NULL;
  CyDay day = cy_profile_day (conn, &local);
  g_autofree char *iso = cy_day_to_iso (today);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (day == today)
    return TRUE;

  return (day == CY_DAY_NONE ? mark_all (conn, error) : mark_between (conn, day, today, error)) &&
         set_setting (conn, SETTING_DAY, iso, error) &&
         cy_profile_settle (conn, error);
}
