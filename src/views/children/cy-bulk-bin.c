#define G_LOG_DOMAIN "cy-bulk"

#include "config.h"

#include "children/cy-bulk.h"

#include <glib/gi18n.h>

#include "common/cy-undo.h"
#include "common/cy-words.h"
#include "cy-child-store.h"

static gpointer
bin (CyConn        *conn,
     gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  const GArray *ids = data;

  cy_child_bin (conn, (const gint64 *) (gpointer) ids->data, ids->len, error);
  return NULL;
}

static gpointer
restore (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  const GArray *ids = data;

  cy_child_restore (conn, (const gint64 *) (gpointer) ids->data, ids->len, error);
  return NULL;
}

static void
run_on_all (CyContext  *context,
            GArray     *child_ids,
            const char *title,
            CyDbFunc    func)
{
  if (child_ids->len > 0)
    cy_undo_write (context, title, func, g_array_ref (child_ids), (GDestroyNotify) g_array_unref);
}

/** cy_bulk_bin: @name: (nullable): of a single child. Moves children to the bin */
void
cy_bulk_bin (CyContext  *context,
             GArray     *child_ids,
             const char *name)
{
  g_autofree char *children = name != NULL ? g_strdup (name) : cy_words_children (child_ids->len);
  g_autofree char *title = g_strdup_printf (_("%s moved to the bin"), children);

  run_on_all (context, child_ids, title, bin);
}

/** cy_bulk_restore: @name: (nullable): of a single child. Takes children out of the bin */
void
cy_bulk_restore (CyContext  *context,
                 GArray     *child_ids,
                 const char *name)
{
  g_autofree char *children = name != NULL ? g_strdup (name) : cy_words_children (child_ids->len);
  g_autofree char *title = g_strdup_printf (_("%s restored"), children);

  run_on_all (context, child_ids, title, restore);
}
