#pragma once

#include "cy-conn.h"
#include "cy-contact-kind.h"

G_BEGIN_DECLS

/**
 * CyNamesake:
 * @guardian: (nullable): the name of the guardian
 * @village: (nullable): the name of the village
 *
 * A child that may be the one of a row.
 */
typedef struct {
  gint64 id;
  CyDay birth;
  CyDatePrecision birth_precision;
  char *id_number;
  char *guardian;
  char *village;
} CyNamesake;

gint64      cy_import_entry_insert        (CyConn           *conn,
                                           const char       *kind,
                                           GBytes           *content_hash,
                                           gint64            n_rows,
                                           gint64            n_imported,
                                           GError          **error);
gboolean    cy_import_entry_undo          (CyConn           *conn,
                                           gint64            id,
                                           gboolean         *used,
                                           GError          **error);

/**
 * CyImportMark:
 * @change: the newest entry of the change record, 0 for none
 * @batch: the transaction that wrote it
 *
 * The state of an archive: nothing that is recorded has been written between two equal marks.
 */
typedef struct {
  gint64 change;
  gint64 batch;
} CyImportMark;

gboolean    cy_import_mark                (CyConn           *conn,
                                           CyImportMark     *mark,
                                           GError          **error);
gint64      cy_import_child_of_id_number  (CyConn           *conn,
                                           const char       *id_number,
                                           const char       *other_form,
                                           GError          **error);
GPtrArray  *cy_import_namesakes           (CyConn           *conn,
                                           const char       *name,
                                           GError          **error);
gint64      cy_import_find_adult          (CyConn           *conn,
                                           const char       *name,
                                           const char       *phone,
                                           const char       *id_number,
                                           GError          **error);
gboolean    cy_import_has_children        (CyConn           *conn,
                                           gboolean         *any,
                                           GError          **error);
gboolean    cy_import_has_adults          (CyConn           *conn,
                                           gboolean         *any,
                                           GError          **error);
gboolean    cy_import_count_contacts      (CyConn           *conn,
                                           gint64            child_id,
                                           CyDay             date,
                                           CyContactKind     kind,
                                           const char       *text,
                                           gint64           *count,
                                           GError          **error);

G_END_DECLS
