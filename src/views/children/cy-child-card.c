#define G_LOG_DOMAIN "cy-child-card"

#include "config.h"

#include "children/cy-child-card.h"

#include <glib/gi18n.h>

#include "children/cy-paper-view.h"
#include "report/cy-card.h"

/* The contact card as it will be printed. It is made when the page is looked at. */
struct _CyChildCard {
  AdwBin parent_instance;

  CyPaperView *paper;

  CyContext *context;
  gint64 child_id;
  gboolean stale;
  GCancellable *cancellable;
};

typedef struct {
  gint64 child_id;
  CyDay today;
} Wanted;

G_DEFINE_FINAL_TYPE (CyChildCard, cy_child_card, ADW_TYPE_BIN)

static gpointer
load (CyConn        *conn,
      gpointer       data,
      GCancellable  *cancellable,
      GError       **error)
{
  const Wanted *wanted = data;

  return cy_card_load (conn, wanted->child_id, wanted->today, error);
}

static void
show_card (CyChildCard *self,
           CyCard      *card)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();
  g_autoptr (CyPaper) paper = NULL;

  g_ptr_array_add (cards, card);
  paper = cy_card_form (cards, NULL, cy_context_get_today (self->context));
  if (cy_paper_lay_out (paper, NULL, NULL, NULL, NULL))
    cy_paper_view_set_paper (self->paper, g_steal_pointer (&paper));
}

static void
loaded (GObject      *source,
        GAsyncResult *result,
        gpointer      data)
{
  g_autoptr (CyChildCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CyCard) card = cy_db_submit_finish (CY_DB (source), result, &error);

  if (card != NULL)
    show_card (self, card);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    cy_context_error (self->context, error);
}

static void
reload (CyChildCard *self)
{
  CyDb *db = cy_context_get_db (self->context);
  Wanted *wanted;

  self->stale = FALSE;
  if (db == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  wanted = g_new0 (Wanted, 1);
  wanted->child_id = self->child_id;
  wanted->today = cy_context_get_today (self->context);
  cy_db_submit (db, CY_DB_READ, load, wanted, g_free, (GDestroyNotify) cy_card_free, self->cancellable, loaded,
                g_object_ref (self));
}

static void
cy_child_card_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cy_child_card_parent_class)->map (widget);
  if (CY_CHILD_CARD (widget)->stale)
    reload (CY_CHILD_CARD (widget));
}

static void
cy_child_card_dispose (GObject *object)
{
  CyChildCard *self = CY_CHILD_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (cy_child_card_parent_class)->dispose (object);
}

static void
cy_child_card_class_init (CyChildCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (CY_TYPE_PAPER_VIEW);
  G_OBJECT_CLASS (klass)->dispose = cy_child_card_dispose;
  widget_class->map = cy_child_card_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/children/cy-child-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CyChildCard, paper);
}

static void
cy_child_card_init (CyChildCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/** cy_child_card_show: shows the card of @child_id, now or when it is next looked at */
void
cy_child_card_show (CyChildCard *self,
                    CyContext   *context,
                    gint64       child_id)
{
  g_return_if_fail (CY_IS_CHILD_CARD (self));

  g_set_object (&self->context, context);
  self->child_id = child_id;
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    reload (self);
}
