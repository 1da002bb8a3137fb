#pragma once

#include "cy-import.h"
#include "cy-import-value.h"
#include "cy-roster-record.h"
#include "cy-person.h"

G_BEGIN_DECLS

/* What the parts of the import share. */

/**
 * CyImportRecord:
 * @texts: what the row says of each field, in the form in which it is stored and compared;
 *   %NULL where it says nothing
 * @problems: what is wrong with it by itself
 *
 * A row of children, read.
 */
typedef struct {
  char *texts[CY_FIELD_COUNT];
  CySex sex;
  CyDay birth;
  CyDatePrecision birth_precision;
  CyIdNumber id;
  guint poor;
  guint8 flags[CY_FIELD_COUNT];  /* of the yes-or-no fields: 0 not said, 1 no, 2 yes */
  guint32 problems;
} CyImportRecord;

void           cy_import_record_clear     (CyImportRecord      *record);

gboolean       cy_import_table_find       (CyImportSheet       *sheet,
                                           gboolean             contacts);
void           cy_import_table_fill_down  (CyImportSheet       *sheet);
gboolean       cy_import_table_is_data    (CyImportSheet       *sheet,
                                           guint                index,
                                           gboolean             contacts);
const CyCell  *cy_import_cell             (const CyImportSheet *sheet,
                                           guint                index,
                                           CyImportField        field);

void           cy_import_check_children   (CyImportPlan        *plan);
void           cy_import_read_child       (const CyImportPlan  *plan,
                                           const CyImportSheet *sheet,
                                           guint                index,
                                           gboolean             whole,
                                           CyImportRecord      *record);
void           cy_import_read_whole       (const CyImportPlan  *plan,
                                           const CyImportSheet *sheet,
                                           guint                index,
                                           CyImportRecord      *record);
gboolean       cy_import_is_away          (const char          *place);

void           cy_import_check_contacts   (CyImportPlan        *plan);
gboolean       cy_import_match_contacts   (CyImportPlan        *plan,
                                           CyConn              *conn,
                                           GCancellable        *cancellable,
                                           GError             **error);
gboolean       cy_import_apply_contacts   (CyImportPlan        *plan,
                                           CyConn              *conn,
                                           CyImportProgress     progress,
                                           gpointer             user_data,
                                           GCancellable        *cancellable,
                                           CyImportResult      *result,
                                           GError             **error);

/**
 * CyImportWriter:
 * @units: "kind parent name" → gint64
 * @adults: who a person is in this file → gint64
 * @strangers: whether the archive had no grown-up before, so that all there are are in @adults
 *
 * What the writing of a roster remembers from row to row.
 */
typedef struct {
  CyImportPlan *plan;
  CyConn *conn;
  gboolean update;
  CyImportResult *result;
  GHashTable *units;
  GHashTable *adults;
  gboolean strangers;
} CyImportWriter;

gboolean       cy_import_add_family       (CyImportWriter        *writer,
                                           gint64                 child_id,
                                           char * const          *texts,
                                           GError               **error);
gboolean       cy_import_update_family    (CyImportWriter        *writer,
                                           char * const          *texts,
                                           CyRosterRecord        *stored,
                                           GError               **error);

static inline void
remember (GHashTable *table,
          char       *key,
          gint64      id)
{
  g_hash_table_insert (table, key, g_memdup2 (&id, sizeof id));
}

static inline gint64
recall (GHashTable *table,
        const char *key)
{
  const gint64 *id = g_hash_table_lookup (table, key);

  return id != NULL ? *id : 0;
}

/* What a row says takes the place of what is stored; what it does not say, stays. */
static inline void
take (char       **target,
      const char  *text)
{
  if (text == NULL)
    return;

  g_free (*target);
  *target = g_strdup (text);
}

void           cy_import_row_clear        (CyImportRow         *row);
void           cy_import_change_free      (CyImportChange      *change);
void           cy_import_plan_count       (CyImportPlan        *plan);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CyImportRecord, cy_import_record_clear)

G_END_DECLS
