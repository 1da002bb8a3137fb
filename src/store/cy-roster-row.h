#pragma once

#include <glib-object.h>

#include "cy-conn.h"
#include "cy-person.h"

G_BEGIN_DECLS

/**
 * CyRosterData:
 *
 * What is read of a child of the roster, on a thread: what a row shows, and what chuyanctl writes. Texts may be
 * %NULL.
 */
typedef struct {
  gint64 id;
  CyUid uid;
  char *name;
  char *pinyin;
  CySex sex;
  CyDay birth;
  CyDatePrecision birth_precision;
  char *id_number;
  char *village;
  char *school;
  char *class_name;
  char *guardian;
  char *guardian_phone;
  CyProfileResult profile_result;
  guint n_flags;
} CyRosterData;

void       cy_roster_data_free (CyRosterData  *data);
GPtrArray *cy_roster_read_rows (CyConn        *conn,
                                const guint32 *ids,
                                guint          n_ids,
                                GError       **error);

#define CY_TYPE_ROSTER_ROW (cy_roster_row_get_type ())
G_DECLARE_FINAL_TYPE (CyRosterRow, cy_roster_row, CY, ROSTER_ROW, GObject)

gint64           cy_roster_row_get_id              (CyRosterRow *row);
gboolean         cy_roster_row_get_loading         (CyRosterRow *row);
const char      *cy_roster_row_get_name            (CyRosterRow *row);
CySex            cy_roster_row_get_sex             (CyRosterRow *row);
CyDay            cy_roster_row_get_birth           (CyRosterRow *row);
const char      *cy_roster_row_get_village         (CyRosterRow *row);
const char      *cy_roster_row_get_school          (CyRosterRow *row);
const char      *cy_roster_row_get_class_name      (CyRosterRow *row);
const char      *cy_roster_row_get_guardian        (CyRosterRow *row);
const char      *cy_roster_row_get_guardian_phone  (CyRosterRow *row);
CyProfileResult  cy_roster_row_get_profile_result  (CyRosterRow *row);
guint            cy_roster_row_get_n_flags         (CyRosterRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyRosterData, cy_roster_data_free)

G_END_DECLS
