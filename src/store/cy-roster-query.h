#pragma once

#include "cy-conn.h"
#include "cy-person.h"

G_BEGIN_DECLS

/**
 * CyRosterSort:
 *
 * What the roster is sorted by. Children who are alike in it follow each other by name.
 */
typedef enum {
  CY_ROSTER_BY_NAME,
  CY_ROSTER_BY_BIRTH,           /* the eldest first; descending: the youngest */
  CY_ROSTER_BY_SEX,
  CY_ROSTER_BY_VILLAGE,
  CY_ROSTER_BY_SCHOOL,          /* then by class */
  CY_ROSTER_BY_CREATED,
} CyRosterSort;

#define CY_ROSTER_N_SORTS 6

/** In @profile_result and @guardianship of #CyRosterQuery: all children. */
#define CY_ROSTER_ANY (-1)
/** In @flag of #CyRosterQuery: children with any open flag. */
#define CY_ROSTER_ANY_FLAG "*"

/**
 * CyRosterQuery:
 * @search: (nullable): words that all must be found, as cy_text_search() prepares them
 * @unit_id: a village, school, class, or a unit above them; 0 for all
 * @profile_result: a #CyProfileResult or %CY_ROSTER_ANY
 * @guardianship: a #CyGuardianship or %CY_ROSTER_ANY
 * @flag: (nullable): the code of an open flag, or %CY_ROSTER_ANY_FLAG
 * @ids: (nullable) (element-type gint64): only these children, such as those with something due
 * @in_bin: whether the bin is listed instead of the roster
 *
 * Which children a list shows, and in which order.
 */
typedef struct {
  char *search;
  gint64 unit_id;
  int profile_result;
  int guardianship;
  char *flag;
  GArray *ids;
  gboolean in_bin;
  CyRosterSort sort;
  gboolean descending;
} CyRosterQuery;

CyRosterQuery *cy_roster_query_new   (void);
CyRosterQuery *cy_roster_query_copy  (const CyRosterQuery *query);
void           cy_roster_query_free  (CyRosterQuery       *query);
gboolean       cy_roster_query_equal (const CyRosterQuery *a,
                                      const CyRosterQuery *b);

GArray        *cy_roster_query_ids   (CyConn              *conn,
                                      const CyRosterQuery *query,
                                      GError             **error);
gboolean       cy_roster_query_has_head (const CyRosterQuery *query);
GArray        *cy_roster_query_head  (CyConn              *conn,
                                      const CyRosterQuery *query,
                                      guint                n_ids,
                                      GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyRosterQuery, cy_roster_query_free)

G_END_DECLS
