#define G_LOG_DOMAIN "cy-profile-settle"

#include "config.h"

#include "cy-profile-private.h"

#include <string.h>

/* Who counts as left behind, and who looks after each child.
 *
 * Triggers put the children whose relations, absences, birth and so on have changed into
 * child_stale; here they are read in one pass, a row for each relation and absence, and what
 * is found otherwise than stored is written. */

/* Away this many days of the last year counts as long, whatever the single stretches. */
#define DAYS_OF_SIX_MONTHS 182
#define DAYS_PER_MONTH 30

typedef struct {
  gint64 person_id;
  gboolean present;             /* not ended */
  gboolean away;
  gboolean long_away;
  gboolean unable;
  int days_of_year;
} Parent;

#define MAX_PARENTS 4

typedef struct {
  gint64 id;
  CyDay birth;
  gboolean urban;
  gboolean single_parent;
  gboolean orphan;
  gboolean nobody;              /* flagged: nobody in fact raises the child */
  int arrangement;              /* CyCareKind, or -1 */
  int profile_result;           /* as stored */
  int guardianship;

  Parent parents[MAX_PARENTS];
  guint n_parents;
  gboolean has_guardian;
  gboolean guardian_is_primary;
  CyGuardianship guardian;      /* what the guardian's kin makes of it */
} Family;

typedef struct {
  gint64 id;
  int profile_result;
  int guardianship;
} Finding;

static gboolean
is_current (CyDay from,
            CyDay to,
            CyDay today)
{
  return (from == CY_DAY_NONE || from <= today) && (to == CY_DAY_NONE || to >= today);
}

/* Guardianship */

static CyGuardianship
guardianship_of_kin (const char *kin_text)
{
  CyKin kin;

  if (kin_text == NULL || kin_text[0] == '\0')
    return CY_GUARDIANSHIP_UNKNOWN;
  if (!cy_kin_from_text (kin_text, &kin))
    return CY_GUARDIANSHIP_OTHERS;
  if (cy_kin_is_parent (kin))
    return CY_GUARDIANSHIP_ONE_PARENT;
  if (cy_kin_is_grandparent (kin))
    return CY_GUARDIANSHIP_GRANDPARENTS;
  if (cy_kin_is_relative (kin))
    return CY_GUARDIANSHIP_RELATIVES;

  return CY_GUARDIANSHIP_OTHERS;
}

static guint
parents_at_home (const Family *family)
{
  guint n = 0;

  for (guint i = 0; i < family->n_parents; i++)
    n += family->parents[i].present && !family->parents[i].away;

  return n;
}

static CyGuardianship
find_guardianship (const Family *family)
{
  guint at_home = parents_at_home (family);
  CyGuardianship by_parents = at_home >= 2 ? CY_GUARDIANSHIP_PARENTS
                              : at_home == 1 ? CY_GUARDIANSHIP_ONE_PARENT : CY_GUARDIANSHIP_UNKNOWN;

  if (family->nobody)
    return CY_GUARDIANSHIP_NOBODY;

  switch (family->arrangement)
    {
    case CY_CARE_KIND_PARENT:
      return at_home >= 2 ? CY_GUARDIANSHIP_PARENTS : CY_GUARDIANSHIP_ONE_PARENT;
    case CY_CARE_KIND_GRANDPARENTS:
      return CY_GUARDIANSHIP_GRANDPARENTS;
    case CY_CARE_KIND_RELATIVES:
      return CY_GUARDIANSHIP_RELATIVES;
    case CY_CARE_KIND_ENTRUSTED:
      return CY_GUARDIANSHIP_OTHERS;
    case CY_CARE_KIND_SCHOOL:
    case CY_CARE_KIND_INSTITUTION:
      return CY_GUARDIANSHIP_INSTITUTION;
    case CY_CARE_KIND_NOBODY:
      return CY_GUARDIANSHIP_NOBODY;
    default:
      break;
    }

  if (!family->has_guardian)
    return by_parents;
  if (family->guardian == CY_GUARDIANSHIP_ONE_PARENT && at_home >= 2)
    return CY_GUARDIANSHIP_PARENTS;

  return family->guardian;
}

/* The profile */

static gboolean
counts_as_away (const CyProfile *profile,
                const Parent    *parent)
{
  return profile->months > 0 ? parent->long_away || parent->days_of_year > DAYS_OF_SIX_MONTHS : parent->away;
}

/* A listed parent without an absence is at home, unless somebody else is the guardian: then
 * where the parent is was simply not written down. */
static gboolean
is_known_at_home (const Family    *family,
                  const CyProfile *profile,
                  const Parent    *parent)
{
  if (counts_as_away (profile, parent))
    return FALSE;
  if (parent->away)
    return TRUE;

  return !family->has_guardian || family->guardian == CY_GUARDIANSHIP_ONE_PARENT;
}

static CyProfileResult
find_result (const Family    *family,
             const CyProfile *profile,
             CyDay            today)
{
  guint n_away = 0, n_home = 0, n_unable = 0, n_present = 0;

  if (profile == NULL || family->birth == CY_DAY_NONE)
    return CY_PROFILE_UNKNOWN;
  /* An orphan is cared for as such, and nobody is away. */
  if (family->orphan || cy_day_age (family->birth, today) >= profile->under_age ||
      (profile->rural_only && family->urban))
    return CY_PROFILE_NOT_LEFT_BEHIND;

  for (guint i = 0; i < family->n_parents; i++)
    {
      const Parent *parent = &family->parents[i];

      if (!parent->present || parent->unable)
        n_unable++;
      else if (counts_as_away (profile, parent))
        n_away++;
      else if (is_known_at_home (family, profile, parent))
        n_home++;
      n_present += parent->present;
    }

  /* Both, where there are two; the one there is, where there is one. */
  if (n_away >= 2 || (n_away == 1 && (family->single_parent || (n_present == 1 && n_unable > 0))))
    return CY_PROFILE_LEFT_BEHIND;

  switch (profile->parents)
    {
    case CY_PROFILE_ANY_AWAY:
      if (n_away > 0)
        return CY_PROFILE_LEFT_BEHIND;
      break;
    case CY_PROFILE_BOTH_OR_UNABLE:
      if (n_away > 0 && n_unable > 0)
        return CY_PROFILE_LEFT_BEHIND;
      if (n_home > 0)
        return CY_PROFILE_NOT_LEFT_BEHIND;
      break;
    case CY_PROFILE_BOTH_AWAY:
    default:
      if (n_home > 0)
        return CY_PROFILE_NOT_LEFT_BEHIND;
      break;
    }

  return n_home >= 2 || (n_home == 1 && family->single_parent) ? CY_PROFILE_NOT_LEFT_BEHIND : CY_PROFILE_UNKNOWN;
}

/* Reading */

/* Households that are registered as a town's. */
static gboolean
is_urban (const char *hukou)
{
  return hukou != NULL && strstr (hukou, "农村") == NULL &&
         (strstr (hukou, "非农") != NULL || strstr (hukou, "城镇") != NULL || strstr (hukou, "城市") != NULL);
}

/* What in a parent's state of health says that the law does not let him guard. */
static gboolean
is_unable (const char *health)
{
  static const char * const signs[] = { "无监护能力", "失能", "无民事行为能力", "限制民事行为能力", "服刑", "失联", NULL };

  for (guint i = 0; health != NULL && signs[i] != NULL; i++)
    if (strstr (health, signs[i]) != NULL)
      return TRUE;

  return FALSE;
}

static void
add_absence (Parent *parent,
             CyDay   from,
             CyDay   to,
             CyDay   today,
             int     months)
{
  CyDay first = MAX (from == CY_DAY_NONE ? today - 365 : from, today - 365);
  CyDay last = to == CY_DAY_NONE ? today : MIN (to, today);

  if (is_current (from, to, today))
    {
      parent->away = TRUE;
      parent->long_away |= from == CY_DAY_NONE || today - from >= months * DAYS_PER_MONTH;
    }
  if (last >= first)
    parent->days_of_year += last - first + 1;
}

static void
add_relation (Family *family,
              CyStmt *st,
              CyDay   today,
              int     months)
{
  CyRelationRole role = cy_stmt_int (st, 9);
  const char *kin = cy_stmt_text (st, 10);
  gboolean primary = cy_stmt_int (st, 11);
  gboolean current = is_current (cy_stmt_day (st, 12), cy_stmt_day (st, 13), today);
  gint64 person_id = cy_stmt_int64 (st, 14);
  Parent *parent = NULL;

  if (role == CY_RELATION_GUARDIAN || role == CY_RELATION_TEMPORARY)
    {
      if (current && (!family->has_guardian || (primary && !family->guardian_is_primary)))
        {
          family->has_guardian = TRUE;
          family->guardian_is_primary = primary;
          family->guardian = guardianship_of_kin (kin);
        }
      return;
    }

  for (guint i = 0; i < family->n_parents && parent == NULL; i++)
    if (family->parents[i].person_id == person_id)
      parent = &family->parents[i];
  if (parent == NULL)
    {
      if (family->n_parents == MAX_PARENTS)
        return;
      parent = &family->parents[family->n_parents++];
      *parent = (Parent) { .person_id = person_id, .present = current, .unable = is_unable (cy_stmt_text (st, 15)) };
    }
  if (!cy_stmt_is_null (st, 16))
    add_absence (parent, cy_stmt_day (st, 17), cy_stmt_day (st, 18), today, months);
}

static void
begin_family (Family *family,
              CyStmt *st)
{
  *family = (Family) {
    .id = cy_stmt_int64 (st, 0),
    .birth = cy_stmt_day (st, 1),
    .urban = is_urban (cy_stmt_text (st, 2)),
    .single_parent = cy_stmt_int (st, 3),
    .orphan = cy_stmt_int (st, 4),
    .profile_result = cy_stmt_int (st, 5),
    .guardianship = cy_stmt_int (st, 6),
    .nobody = cy_stmt_int (st, 7),
    .arrangement = cy_stmt_is_null (st, 8) ? -1 : cy_stmt_int (st, 8),
  };
}

static void
end_family (const Family    *family,
            const CyProfile *profile,
            CyDay            today,
            GArray          *findings)
{
  Finding finding = { family->id, find_result (family, profile, today), find_guardianship (family) };

  if (family->id != 0 &&
      (finding.profile_result != family->profile_result || finding.guardianship != family->guardianship))
    g_array_append_val (findings, finding);
}

/* Each stale child with its parents, guardians and the parents' absences; the order is that
 * of child_stale, so that a family's rows follow each other. */
static gboolean
find_all (CyConn           *conn,
          const CyProfile  *profile,
          CyDay             today,
          GArray           *findings,
          GError          **error)
{
  g_autoptr (GError) local = NULL;
  Family family = { 0 };
  int months = profile != NULL ? profile->months : 0;
  CyStmt *st = cy_conn_query (conn, error,
                              "SELECT s.child_id, p.birth, p.hukou, c.single_parent, c.orphan, c.profile_result, "
                              "  c.guardianship, "
                              "  EXISTS (SELECT 1 FROM flag AS f "
                              "          WHERE f.child_id = s.child_id AND f.code = 'no_guardian' "
                              "          AND f.resolved_at IS NULL AND f.deleted_at IS NULL), "
                              "  (SELECT g.kind FROM care_arrangement AS g WHERE g.child_id = s.child_id "
                              "   AND g.deleted_at IS NULL AND ifnull (g.from_date, ?1) <= ?1 "
                              "   AND ifnull (g.to_date, ?1) >= ?1 ORDER BY g.from_date DESC, g.id DESC LIMIT 1), "
                              "  r.role, r.kin, r.is_primary, r.from_date, r.to_date, r.person_id, q.health, "
                              "  a.id, a.from_date, a.to_date "
                              "FROM child_stale AS s CROSS JOIN child AS c ON c.id = s.child_id "
                              "CROSS JOIN person AS p ON p.id = s.child_id "
                              "LEFT JOIN relation AS r "
                              "  ON r.child_id = s.child_id AND r.deleted_at IS NULL AND r.role <= 2 "
                              "LEFT JOIN person AS q ON q.id = r.person_id "
                              "LEFT JOIN absence AS a "
                              "  ON a.person_id = r.person_id AND r.role = 0 AND a.deleted_at IS NULL "
                              "ORDER BY s.child_id", "d", today);

  if (st == NULL)
    return FALSE;

  while (cy_stmt_step (st, &local))
    {
      if (cy_stmt_int64 (st, 0) != family.id)
        {
          end_family (&family, profile, today, findings);
          begin_family (&family, st);
        }
      if (!cy_stmt_is_null (st, 9))
        add_relation (&family, st, today, months);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  end_family (&family, profile, today, findings);

  return TRUE;
}

/**
 * cy_profile_settle:
 *
 * Finds the profile result and guardianship of the children that what was written in this
 * transaction may have changed. The database's thread calls it before it commits.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_profile_settle (CyConn  *conn,
                   GError **error)
{
  g_autoptr (CyProfile) profile = NULL;
  g_autoptr (GArray) findings = NULL;
  g_autoptr (GError) local = NULL;
  gint64 any;
  CyDay today;

  if (!cy_conn_int64 (conn, error, &any, "SELECT EXISTS (SELECT 1 FROM child_stale)", NULL))
    return FALSE;
  if (!any)
    return TRUE;

  profile = cy_profile_get_active (conn, &local);
  today = local == NULL ? cy_profile_day (conn, &local) : CY_DAY_NONE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (today == CY_DAY_NONE)
    today = cy_day_today ();

  findings = g_array_new (FALSE, FALSE, sizeof (Finding));
  if (!find_all (conn, profile, today, findings, error))
    return FALSE;

  for (guint i = 0; i < findings->len; i++)
    {
      const Finding *finding = &g_array_index (findings, Finding, i);

      if (!cy_conn_run (conn, error, "UPDATE child SET profile_result = ?, guardianship = ? WHERE id = ?", "iii",
                        (gint64) finding->profile_result, (gint64) finding->guardianship, finding->id))
        return FALSE;
    }

  return cy_conn_run (conn, error, "DELETE FROM child_stale", NULL);
}
