#define G_LOG_DOMAIN "cy-main-view"

#include "config.h"

#include "cy-main-view.h"
#include "children/cy-child-page.h"
#include "children/cy-children-page.h"
#include "reports/cy-reports-page.h"
#include "today/cy-today-page.h"

#include <glib/gi18n.h>

/* What is seen while the archive is unlocked: the sidebar and the pages. A page is made when
 * it is first shown and kept until the archive locks, when the whole view goes. The file of
 * a child is pushed over the page from which it was opened. */

typedef struct {
  const char *name;
  const char *title;
  const char *icon;
  AdwNavigationPage *(*make) (CyContext *context);
} Page;

static const Page page_table[] = {
  { "today", N_("Today"), "x-office-calendar-symbolic", cy_today_page_new },
  { "children", N_("Children"), "system-users-symbolic", cy_children_page_new },
  { "reports", N_("Reports"), "x-office-document-symbolic", cy_reports_page_new },
};

struct _CyMainView {
  AdwBreakpointBin parent_instance;

  /* Template */
  AdwNavigationSplitView *split;
  AdwNavigationView *pages;
  GtkListBox *list;

  /* Owned */
  CyContext *context;
};

G_DEFINE_FINAL_TYPE (CyMainView, cy_main_view, ADW_TYPE_BREAKPOINT_BIN)

typedef enum {
  PROP_TITLE = 1,
} CyMainViewProperty;

static GParamSpec *properties[PROP_TITLE + 1];

static const Page *
find_page (const char *name,
           guint      *position)
{
  for (guint i = 0; i < G_N_ELEMENTS (page_table); i++)
    {
      if (g_strcmp0 (page_table[i].name, name) != 0)
        continue;
      if (position != NULL)
        *position = i;
      return &page_table[i];
    }

  return NULL;
}

static GtkWidget *
row_new (const Page *page)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (page->icon);
  GtkWidget *label = gtk_label_new (_(page->title));
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _(page->title), -1);

  return row;
}

static void
row_activated_cb (CyMainView    *self,
                  GtkListBoxRow *row)
{
  cy_main_view_show_page (self, page_table[gtk_list_box_row_get_index (row)].name);
}

/* The page of the sidebar that is shown, or that lies below what was pushed over it. The arrow keys
   move the selection: once they are done, it tells again where one is. */
static void
select_shown_cb (CyMainView *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->pages);
  guint position;

  while (page != NULL && find_page (adw_navigation_page_get_tag (page), &position) == NULL)
    page = adw_navigation_view_get_previous_page (self->pages, page);
  if (page != NULL)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) position));
}

static void
visible_page_cb (CyMainView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  select_shown_cb (self);
}

static void
cy_main_view_dispose (GObject *object)
{
  CyMainView *self = CY_MAIN_VIEW (object);

  g_clear_object (&self->context);

  /* Its named outermost child belongs to the parent class, which lets go of it first. */
  G_OBJECT_CLASS (cy_main_view_parent_class)->dispose (object);
  gtk_widget_dispose_template (GTK_WIDGET (object), CY_TYPE_MAIN_VIEW);
}

static void
cy_main_view_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  switch ((CyMainViewProperty) id)
    {
    case PROP_TITLE:
      g_value_set_string (value, cy_main_view_get_title (CY_MAIN_VIEW (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cy_main_view_class_init (CyMainViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cy_main_view_dispose;
  object_class->get_property = cy_main_view_get_property;

  /** CyMainView:title: the title of the page that is shown */
  properties[PROP_TITLE] =
    g_param_spec_string ("title", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/chuyan/Chuyan/app/cy-main-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CyMainView, split);
  gtk_widget_class_bind_template_child (widget_class, CyMainView, pages);
  gtk_widget_class_bind_template_child (widget_class, CyMainView, list);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, select_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, visible_page_cb);
}

static void
cy_main_view_init (CyMainView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (page_table); i++)
    gtk_list_box_append (self->list, row_new (&page_table[i]));
}

/**
 * cy_main_view_new:
 * @context: with an unlocked archive
 *
 * Returns: (transfer none) (type CyMainView): the view, floating, without a page yet
 */
GtkWidget *
cy_main_view_new (CyContext *context)
{
  CyMainView *self = g_object_new (CY_TYPE_MAIN_VIEW, NULL);

  self->context = g_object_ref (context);

  return GTK_WIDGET (self);
}

/**
 * cy_main_view_show_page:
 * @name: "today", "children", "reports"
 *
 * Shows a page, making it when it is new. What was pushed over the page before is let go.
 *
 * Returns: whether there is such a page
 */
gboolean
cy_main_view_show_page (CyMainView *self,
                        const char *name)
{
  const Page *page = find_page (name, NULL);
  const char *tags[1];

  if (page == NULL)
    return FALSE;

  if (adw_navigation_view_find_page (self->pages, name) == NULL)
    {
      AdwNavigationPage *made = page->make (self->context);

      adw_navigation_page_set_tag (made, name);
      adw_navigation_view_add (self->pages, made);
    }

  tags[0] = name;
  adw_navigation_view_replace_with_tags (self->pages, tags, 1);
  adw_navigation_split_view_set_show_content (self->split, TRUE);

  return TRUE;
}

/**
 * cy_main_view_open_child:
 * @child_id: a child
 *
 * Pushes the file of a child over the page that is shown, or in place of the file that is.
 */
void
cy_main_view_open_child (CyMainView *self,
                         gint64      child_id)
{
  AdwNavigationPage *shown = adw_navigation_view_get_visible_page (self->pages);

  if (CY_IS_CHILD_PAGE (shown))
    adw_navigation_view_pop (self->pages);
  adw_navigation_view_push (self->pages, cy_child_page_new (self->context, child_id));
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->pages)) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->pages), GTK_DIR_TAB_FORWARD);
}

/** cy_main_view_find: lets the page that is shown find, where it can */
void
cy_main_view_find (CyMainView *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->pages);

  if (page != NULL && gtk_widget_activate_action (GTK_WIDGET (page), "page.find", NULL))
    return;

  /* Finding means finding a child, wherever one is. */
  if (cy_main_view_show_page (self, "children"))
    {
      page = adw_navigation_view_get_visible_page (self->pages);
      gtk_widget_activate_action (GTK_WIDGET (page), "page.find", NULL);
    }
}

/** cy_main_view_act: Returns: whether the page that is shown has the action @action, which is then done */
gboolean
cy_main_view_act (CyMainView *self,
                  const char *action)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->pages);

  return page != NULL && gtk_widget_activate_action (GTK_WIDGET (page), action, NULL);
}

/** cy_main_view_add_child: shows the children and begins a new one */
void
cy_main_view_add_child (CyMainView *self)
{
  if (cy_main_view_show_page (self, "children"))
    gtk_widget_activate_action (GTK_WIDGET (adw_navigation_view_get_visible_page (self->pages)), "children.add", NULL);
}

/** cy_main_view_next_part: moves the focus from the sidebar to the page, or back */
void
cy_main_view_next_part (CyMainView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *sidebar = GTK_WIDGET (adw_navigation_split_view_get_sidebar (self->split));
  gboolean to_content = focus != NULL && gtk_widget_is_ancestor (focus, sidebar);

  adw_navigation_split_view_set_show_content (self->split, to_content);
  if (to_content)
    gtk_widget_child_focus (GTK_WIDGET (self->pages), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->list)));
}

/** cy_main_view_get_title: Returns: (transfer none) (nullable): the title of the page that is shown */
const char *
cy_main_view_get_title (CyMainView *self)
{
  AdwNavigationPage *page = adw_navigation_view_get_visible_page (self->pages);

  return page != NULL ? adw_navigation_page_get_title (page) : NULL;
}
