#pragma once

#include "children/cy-children-page.h"
#include "view-fixture.h"

G_BEGIN_DECLS

typedef struct {
  GListModel *model;
  guint n;
} Count;

static inline gboolean
has_count (gpointer data)
{
  Count *count = data;

  return g_list_model_get_n_items (count->model) == count->n;
}

static inline void
wait_for_count (GListModel *model,
                guint       n)
{
  Count count = { model, n };

  view_wait (has_count, &count);
}

static inline GtkWidget *
show (ViewFixture *f,
      int          width,
      int          height)
{
  AdwNavigationPage *page = cy_children_page_new (f->context);

  adw_navigation_view_push (f->pages, page);
  view_present (f, width, height);
  return GTK_WIDGET (page);
}

static inline GListModel *
model_of (GtkWidget *page)
{
  GtkWidget *view = view_wait_for (page, GTK_TYPE_COLUMN_VIEW, NULL);

  return G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (view)));
}

static inline guint
n_in_archive (ViewFixture *f)
{
  return (guint) view_int64 (f, "SELECT count(*) FROM person WHERE is_child AND deleted_at IS NULL");
}

G_END_DECLS
