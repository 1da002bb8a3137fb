#pragma once

#include <gio/gio.h>

#include "exchange/cy-import.h"

G_BEGIN_DECLS

/**
 * CyImportShow: which rows of a plan a list shows.
 */
typedef enum {
  CY_IMPORT_SHOW_ALL,           /* whatever there is something to say about */
  CY_IMPORT_SHOW_ERRORS,
  CY_IMPORT_SHOW_WARNINGS,
  CY_IMPORT_SHOW_CHANGES,
} CyImportShow;

#define CY_TYPE_IMPORT_ITEM (cy_import_item_get_type ())
G_DECLARE_FINAL_TYPE (CyImportItem, cy_import_item, CY, IMPORT_ITEM, GObject)

char       *cy_import_item_dup_place  (CyImportItem *self);
char       *cy_import_item_dup_title  (CyImportItem *self);
char       *cy_import_item_dup_detail (CyImportItem *self);
const char *cy_import_item_get_icon   (CyImportItem *self);
const char *cy_import_item_get_class  (CyImportItem *self);

#define CY_TYPE_IMPORT_ROWS (cy_import_rows_get_type ())
G_DECLARE_FINAL_TYPE (CyImportRows, cy_import_rows, CY, IMPORT_ROWS, GObject)

/**
 * CyImportCounts: how many rows a plan has of each sort.
 */
typedef struct {
  guint n_rows;
  guint n_added;
  guint n_changed;
  guint n_same;
  guint n_errors;
  guint n_warnings;
} CyImportCounts;

CyImportRows *cy_import_rows_new      (void);
void          cy_import_rows_set_plan (CyImportRows         *self,
                                       CyImportPlan         *plan);
void          cy_import_rows_set_show (CyImportRows         *self,
                                       CyImportShow          show);

void          cy_import_count         (const CyImportPlan   *plan,
                                       CyImportCounts       *counts);

G_END_DECLS
