#include "children/cy-cell-label.h"
#include "children/cy-children-page.h"
#include "cy-person-store.h"
#include "cy-roster.h"
#include "text/cy-text.h"
#include "view-fixture.h"

/* How many items the real view asks the roster for. Each is an object and a page to read, so a view of a
 * million children may ask for what it shows, and after a change of one child for hardly anything. */

#define N_CHILDREN 600
#define MOST_AT_FIRST 260       /* GTK keeps some 205 rows */
#define MOST_OF_A_CHANGE 2
#define N_FRAMES 5

static struct {
  gpointer (*get_item) (GListModel *, guint);
  CyRoster *roster;
  guint n_asked;
} counted;

static gpointer
get_item (GListModel *list,
          guint       position)
{
  counted.roster = CY_ROSTER (list);
  counted.n_asked++;
  return counted.get_item (list, position);
}

/* The view asks through the interface, below which there is nothing to hook into. */
static void
count_items (void)
{
  GTypeClass *klass = g_type_class_ref (CY_TYPE_ROSTER);
  GListModelInterface *iface = g_type_interface_peek (klass, G_TYPE_LIST_MODEL);

  counted.get_item = iface->get_item;
  iface->get_item = get_item;
}

typedef struct {
  GtkWidget *page;
  guint n_frames;
  const char *name;             /* wanted on the screen, or… */
  gint64 child;                 /* … whose row is to be elsewhere, with… */
  guint former;
} Change;

static gboolean
frame_cb (GtkWidget     *widget,
          GdkFrameClock *clock,
          gpointer       change)
{
  /* A frame more than it needs by itself. */
  gtk_widget_queue_draw (widget);
  return ++((Change *) change)->n_frames < N_FRAMES ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
is_painted (gpointer change)
{
  return ((Change *) change)->n_frames >= N_FRAMES;
}

static gboolean
has_rows (gpointer data)
{
  return counted.roster != NULL && !cy_roster_get_busy (counted.roster) &&
         g_list_model_get_n_items (G_LIST_MODEL (counted.roster)) >= N_CHILDREN;
}

static gboolean
is_changed (gpointer data)
{
  const Change *change = data;

  if (cy_roster_get_busy (counted.roster))
    return FALSE;
  if (change->name != NULL)
    return view_find (change->page, CY_TYPE_CELL_LABEL, change->name) != NULL;
  return cy_roster_get_id (counted.roster, change->former) != change->child;
}

static void
paint (Change *change)
{
  change->n_frames = 0;
  gtk_widget_add_tick_callback (change->page, frame_cb, change, NULL);
  view_wait (is_painted, change);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
show (ViewFixture *f,
      Change      *change)
{
  AdwNavigationPage *page;

  counted.roster = NULL;
  counted.n_asked = 0;
  page = cy_children_page_new (f->context);
  change->page = GTK_WIDGET (page);
  adw_navigation_view_push (f->pages, page);
  view_present (f, 1200, 760);
  view_wait (has_rows, NULL);
  paint (change);
}

typedef struct {
  gint64 id;
  const char *name;
} Edit;

static gpointer
edit_child (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const Edit *edit = data;
  g_autoptr (CyPerson) person = cy_person_load (conn, edit->id, error);

  g_free (person->name);
  person->name = g_strdup (edit->name);
  cy_text_fill_person (person);
  cy_person_update (conn, person, error);
  return NULL;
}

static guint
asked_for (ViewFixture *f,
           Change      *change,
           Edit        *edit)
{
  g_autoptr (GError) error = NULL;

  counted.n_asked = 0;
  cy_db_run (f->db, CY_DB_WRITE, edit_child, edit, NULL, &error);
  g_assert_no_error (error);
  view_wait (is_changed, change);
  paint (change);
  g_test_message ("%u items asked for", counted.n_asked);

  return counted.n_asked;
}

static void
test_first_rows (ViewFixture   *f,
                 gconstpointer  data)
{
  Change change = { 0 };

  show (f, &change);
  g_test_message ("%u items asked for", counted.n_asked);
  g_assert_cmpuint (counted.n_asked, >, 0);
  g_assert_cmpuint (counted.n_asked, <=, MOST_AT_FIRST);
}

static void
test_new_name (ViewFixture   *f,
               gconstpointer  data)
{
  Change change = { .name = "阿阿阿" };
  Edit edit = { .name = "阿阿阿" };

  show (f, &change);
  /* First by name before and after: it stays where it is. */
  edit.id = cy_roster_get_id (counted.roster, 0);
  g_assert_cmpuint (asked_for (f, &change, &edit), <=, MOST_OF_A_CHANGE);
  g_assert_cmpint (cy_roster_get_id (counted.roster, 0), ==, edit.id);
}

static void
test_new_place (ViewFixture   *f,
                gconstpointer  data)
{
  Change change = { .former = 3 };
  Edit edit = { .name = "左左左" };

  show (f, &change);
  change.child = edit.id = cy_roster_get_id (counted.roster, change.former);
  g_assert_cmpuint (asked_for (f, &change, &edit), <=, MOST_OF_A_CHANGE);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  count_items ();
#define ADD(name, func) \
  g_test_add ("/roster-items/" name, ViewFixture, GUINT_TO_POINTER (N_CHILDREN), view_set_up, func, view_tear_down)
  ADD ("first-rows", test_first_rows);
  ADD ("new-name", test_new_name);
  ADD ("new-place", test_new_place);
  return g_test_run ();
}
