#include "window-app.h"

#include "children/cy-children-page.h"

#include <string.h>

/* The roster: its first rows, the search and scrolling. */

/* Opening */

/* The rest of the list may still be on its way. */
static gboolean
has_first_rows (gpointer app)
{
  return app_n_loading (app) == 0;
}

/** measure_opening: from Unlock to the first rows */
void
measure_opening (App *app)
{
  gint64 pressed, shown, whole;
  Watched watched;
  g_autofree char *cause = NULL;

  watch_idle (500);
  watch_reset ();
  pressed = g_get_monotonic_time ();
  app_unlock (app, "children");
  shown = watch_until (has_first_rows, app, "the first rows");
  whole = watch_until (app_rows_here, app, "the whole list");
  watch_read (&watched);
  cause = watch_cause (&watched.longest);
  figure ("roster, from the end of unlocking to the first rows", (double) (shown - app->unlocked_at) / 1e6, "s", NULL);
  figure ("roster, from the end of unlocking to the whole list", (double) (whole - app->unlocked_at) / 1e6, "s", NULL);
  figure ("roster, from pressing Unlock to the first rows", (double) (shown - pressed) / 1e6, "s", NULL);
  figure ("roster, longest stall while it opens", watched.longest.wall, "ms", cause);
  figure ("roster, items asked for until the first rows", watched.n_items, "", NULL);
  figure ("roster, children", cy_roster_get_count (app_roster (app)), "", NULL);
  app_memory ("first rows");
}

/** app_settle: runs the main loop until nothing is worked out any more, as what is due after the first rows */
void
app_settle (App *app)
{
  Watched watched;

  do
    {
      watch_reset ();
      watch_idle (500);
      watch_read (&watched);
    }
  while (watched.cpu > 50);
}

/* The search */

static const char * const queries[] = {
  "王",
  "李",
  "燕",
  "村",
  "吕",
  "禾",
  "张伟",
  "欧阳",
  "雨桐",
  "小龙",
  "刘静",
  "明朗",
  "梨花",
  "慕容",
  "王雨桐",
  "欧阳浩然",
  "陈子轩",
  "上官婷婷",
  "杨秀英",
  "何欢欢",
  "lml",
  "wyt",
  "zxl",
  "oyhr",
  "l",
  "wangwei",
  "lvmei",
  "zhangxiaoyan",
  "liu",
  "chenzixuan",
  "0318",
  "123x",
  "2014",
  "100219",
  "1380",
  "5678",
  "13912",
  "青石岗村",
  "白鹭湾",
  "中心小学",
};

static void
busy_cb (CyRoster   *roster,
         GParamSpec *pspec,
         guint      *n_asked)
{
  if (cy_roster_get_busy (roster))
    (*n_asked)++;
}

typedef struct {
  App *app;
  guint n_asked;
  guint n_before;
  gint64 answered_at;
} Key;

static void
answered_cb (CyRoster   *roster,
             GParamSpec *pspec,
             Key        *key)
{
  if (!cy_roster_get_busy (roster) && key->answered_at == 0)
    key->answered_at = g_get_monotonic_time ();
}

static gboolean
is_answered (gpointer data)
{
  Key *key = data;

  return key->n_asked > key->n_before && app_rows_here (key->app);
}

static void
type_key (GtkWidget  *text,
          const char *key)
{
  if (key != NULL)
    g_signal_emit_by_name (text, "insert-at-cursor", key);
  else
    g_signal_emit_by_name (text, "delete-from-cursor", GTK_DELETE_PARAGRAPH_ENDS, -1);
}

typedef struct {
  GArray *shown;                /* double, ms */
  GArray *engine;
  double worst;
  char *worst_text;
  Turn stall;
} Typing;

static void
time_key (Typing     *typing,
          Key        *key,
          GtkWidget  *text,
          const char *typed)
{
  gint64 start;
  double shown, answered;
  Watched watched;

  key->n_before = key->n_asked;
  key->answered_at = 0;
  watch_reset ();
  start = g_get_monotonic_time ();
  type_key (text, typed);
  shown = (double) (watch_until (is_answered, key, "the search") - start) / 1000;
  answered = (double) (key->answered_at - start) / 1000;
  watch_read (&watched);
  if (watched.longest.wall > typing->stall.wall)
    typing->stall = watched.longest;
  g_array_append_val (typing->shown, shown);
  g_array_append_val (typing->engine, answered);
  if (g_getenv ("WINDOW_VERBOSE") != NULL)
    g_printerr ("%8.1f ms shown %8.1f answered %7u  %s\n", shown, answered,
                cy_roster_get_count (app_roster (key->app)), gtk_editable_get_text (GTK_EDITABLE (text)));
  if (shown <= typing->worst)
    return;
  typing->worst = shown;
  g_free (typing->worst_text);
  typing->worst_text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (text)));
}

/** measure_search: each key of a fixed list of queries, to the frame with the new rows */
void
measure_search (App *app)
{
  GtkWidget *page = app_find (app, CY_TYPE_CHILDREN_PAGE);
  GtkWidget *entry = find_widget (page, GTK_TYPE_SEARCH_ENTRY, NULL);
  GtkWidget *text = find_widget (entry, GTK_TYPE_TEXT, NULL);
  Key key = { .app = app };
  Typing typing = { g_array_new (FALSE, FALSE, sizeof (double)), g_array_new (FALSE, FALSE, sizeof (double)) };
  g_autofree char *cause = NULL;
  gulong handlers[2];

  app_settle (app);
  gtk_widget_activate_action (page, "page.find", NULL);
  watch_idle (300);
  handlers[0] = g_signal_connect (app_roster (app), "notify::busy", G_CALLBACK (busy_cb), &key.n_asked);
  handlers[1] = g_signal_connect (app_roster (app), "notify::busy", G_CALLBACK (answered_cb), &key);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i += app_share ())
    {
      for (const char *p = queries[i]; *p != '\0'; p = g_utf8_next_char (p))
        {
          g_autofree char *typed = g_strndup (p, (gsize) (g_utf8_next_char (p) - p));

          time_key (&typing, &key, text, typed);
          watch_idle (30);
        }
      key.n_before = key.n_asked;
      type_key (text, NULL);
      watch_until (is_answered, &key, "the whole list");
      watch_idle (100);
    }
  for (guint i = 0; i < G_N_ELEMENTS (handlers); i++)
    g_signal_handler_disconnect (app_roster (app), handlers[i]);

  figure ("search, a key to new rows, median", at_rank (typing.shown, 50), "ms", NULL);
  figure ("search, a key to new rows, 95 of 100", at_rank (typing.shown, 95), "ms", NULL);
  figure ("search, a key to new rows, worst", typing.worst, "ms", typing.worst_text);
  figure ("search, a key to the answer, median", at_rank (typing.engine, 50), "ms", NULL);
  figure ("search, a key to the answer, 95 of 100", at_rank (typing.engine, 95), "ms", NULL);
  figure ("search, keys typed", typing.shown->len, "", NULL);
  cause = watch_cause (&typing.stall);
  figure ("search, longest stall", typing.stall.wall, "ms", cause);
  g_array_unref (typing.shown);
  g_array_unref (typing.engine);
  g_free (typing.worst_text);
  app_memory ("after the search");
}

/* Scrolling */

typedef enum {
  DRAG,                         /* from end to end, a handle of the scroll bar */
  WHEEL,
  PAGES,
  JUMPS,
  N_WAYS
} Way;

static const struct {
  const char *name;
  guint n_steps;
} ways[N_WAYS] = {
  { "end to end", 240 },
  { "by wheel", 300 },
  { "by pages", 120 },
  { "by random jumps", 60 },
};

typedef struct {
  App *app;                     /* NULL for the reference */
  GtkAdjustment *adjustment;
  Way way;
  guint step;
  guint n_before;               /* steps before the jump */
  GRand *rand;
  guint n_loading_frames;
  guint most_loading;
} Scroll;

static void
scroll_step (Scroll *scroll)
{
  double most = gtk_adjustment_get_upper (scroll->adjustment) - gtk_adjustment_get_page_size (scroll->adjustment);
  double value = gtk_adjustment_get_value (scroll->adjustment);

  switch (scroll->way)
    {
    case DRAG:
      value = most * (scroll->step + 1) / ways[DRAG].n_steps;
      break;
    case WHEEL:
      value += 90;
      break;
    case PAGES:
      value += gtk_adjustment_get_page_increment (scroll->adjustment);
      break;
    case JUMPS:
    case N_WAYS:
    default:
      value = most * g_rand_double (scroll->rand);
      break;
    }
  gtk_adjustment_set_value (scroll->adjustment, value);
  scroll->step++;
}

static gboolean
scroll_cb (GtkWidget     *widget,
           GdkFrameClock *clock,
           gpointer       data)
{
  Scroll *scroll = data;
  guint n = scroll->app != NULL ? app_n_loading (scroll->app) : 0;

  if (n > 0 && n != G_MAXUINT)
    {
      scroll->n_loading_frames++;
      scroll->most_loading = MAX (scroll->most_loading, n);
    }
  scroll_step (scroll);
  return scroll->step < ways[scroll->way].n_steps / app_share () ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static gboolean
has_scrolled (gpointer data)
{
  Scroll *scroll = data;

  return scroll->step >= ways[scroll->way].n_steps / app_share () &&
         (scroll->app == NULL || app_rows_here (scroll->app));
}

static gboolean
rows_or_reference (gpointer data)
{
  Scroll *scroll = data;

  return scroll->app == NULL || app_rows_here (scroll->app);
}

/* Within a frame, as the scroll bar does it: what the list makes of it is GTK's part. */
static gboolean
jump_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       data)
{
  scroll_step (data);
  return G_SOURCE_REMOVE;
}

static gboolean
has_jumped (gpointer data)
{
  Scroll *scroll = data;

  return scroll->step > scroll->n_before && (scroll->app == NULL || app_rows_here (scroll->app));
}

static void
jump (Scroll    *scroll,
      GtkWidget *view)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  while (scroll->step < ways[JUMPS].n_steps / app_share ())
    {
      gint64 start = g_get_monotonic_time ();
      double ms;

      scroll->n_before = scroll->step;
      gtk_widget_add_tick_callback (view, jump_cb, scroll, NULL);
      ms = (double) (watch_until (has_jumped, scroll, "rows after a jump") - start) / 1000;
      g_array_append_val (times, ms);
    }
  if (scroll->app == NULL)
    return;
  figure ("scrolling by random jumps, a jump to its rows, median", at_rank (times, 50), "ms", NULL);
  figure ("scrolling by random jumps, a jump to its rows, 95 of 100", at_rank (times, 95), "ms", NULL);
}

static void
tell_scroll (const Scroll  *scroll,
             const Watched *watched)
{
  const char *whose = scroll->app != NULL ? "scrolling" : "plain list of GTK";
  const char *way = ways[scroll->way].name;
  g_autofree char *cause = watch_cause (&watched->longest);
  g_autofree char *ours = watch_cause (&watched->ours);
  g_autofree char *names[] = {
    g_strdup_printf ("%s %s, longest stall", whose, way),
    g_strdup_printf ("%s %s, longest stall caused by us", whose, way),
    g_strdup_printf ("%s %s, frames", whose, way),
    g_strdup_printf ("%s %s, items asked for", whose, way),
    g_strdup_printf ("%s %s, frames with empty rows", whose, way),
    g_strdup_printf ("%s %s, processor time of a frame", whose, way),
  };

  figure (names[0], watched->longest.wall, "ms", cause);
  figure (names[1], watch_ours (&watched->ours), "ms", ours);
  figure (names[2], watched->n_frames, "", NULL);
  if (scroll->app == NULL)
    return;
  figure (names[3], watched->n_items, "", NULL);
  figure (names[4], scroll->n_loading_frames, "", NULL);
  if (watched->n_frames > 0)
    figure (names[5], watched->cpu / watched->n_frames, "ms", NULL);
}

static void
scroll_all_ways (App       *app,
                 GtkWidget *view)
{
  for (Way way = 0; way < N_WAYS; way++)
    {
      Scroll scroll = {
        .app = app,
        .adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)),
        .way = way,
        .rand = g_rand_new_with_seed (7),
      };
      Watched watched;

      gtk_adjustment_set_value (scroll.adjustment, 0);
      watch_until (rows_or_reference, &scroll, "the first rows");
      watch_idle (200);
      watch_reset ();
      if (way == JUMPS)
        jump (&scroll, view);
      else
        {
          gtk_widget_add_tick_callback (view, scroll_cb, &scroll, NULL);
          watch_until (has_scrolled, &scroll, "the last rows");
        }
      watch_read (&watched);
      tell_scroll (&scroll, &watched);
      g_rand_free (scroll.rand);
    }
}

/** measure_scrolling: the roster from end to end, by wheel, by pages and by random jumps */
void
measure_scrolling (App *app)
{
  app_settle (app);
  scroll_all_ways (app, app_find (app, GTK_TYPE_COLUMN_VIEW));
  app_memory ("after scrolling");
}

/* The reference: as many rows of the same shape in a list of GTK's own, of which nothing is to be read. Its texts
 * differ from row to row: a label that keeps its text is not laid out again. */

static const char * const plain_texts[][2] = {
  { "", "" },
  { "欧阳雨桐", "王小燕" },
  { "女", "男" },
  { "12 岁", "9 岁" },
  { "青石岗村", "白鹭湾村" },
  { "禾田镇中心小学 · 三年级", "云岭镇第二小学 · 一年级" },
  { "王秀英 · 138 0013 8000", "李桂兰 · 139 1234 5678" },
  { "留守儿童", "困境儿童" },
  { "已逾期", "即将到期" },
  { "2", "1" },
};

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *item,
         gpointer            column)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       plain_texts[GPOINTER_TO_UINT (column)][gtk_list_item_get_position (item) % 2]);
}

/* A list of many items of which each is there when it is asked for. */
#define PLAIN_TYPE_LIST (plain_list_get_type ())
G_DECLARE_FINAL_TYPE (PlainList, plain_list, PLAIN, LIST, GObject)

struct _PlainList {
  GObject parent_instance;
  guint n_items;
};

static GType
plain_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
plain_get_n_items (GListModel *list)
{
  return PLAIN_LIST (list)->n_items;
}

static gpointer
plain_get_item (GListModel *list,
                guint       position)
{
  return position < PLAIN_LIST (list)->n_items ? g_object_new (G_TYPE_OBJECT, NULL) : NULL;
}

static void
plain_init (GListModelInterface *iface)
{
  iface->get_item_type = plain_get_item_type;
  iface->get_n_items = plain_get_n_items;
  iface->get_item = plain_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PlainList, plain_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, plain_init))

static void
plain_list_class_init (PlainListClass *klass)
{
}

static void
plain_list_init (PlainList *list)
{
}

static GtkWidget *
reference_new (GtkColumnView *like,
               guint          n_items)
{
  PlainList *list = g_object_new (PLAIN_TYPE_LIST, NULL);
  GListModel *columns = gtk_column_view_get_columns (like);
  GtkWidget *view;

  list->n_items = n_items;
  view = gtk_column_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (list))));
  gtk_column_view_set_show_row_separators (GTK_COLUMN_VIEW (view), TRUE);
  gtk_widget_add_css_class (view, "cy-roster");
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) theirs = g_list_model_get_item (columns, i);
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column = gtk_column_view_column_new (gtk_column_view_column_get_title (theirs), factory);

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (i));
      watch_cells (factory);
      gtk_column_view_column_set_visible (column, gtk_column_view_column_get_visible (theirs));
      gtk_column_view_column_set_expand (column, gtk_column_view_column_get_expand (theirs));
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
      g_object_unref (column);
    }

  return view;
}

static gboolean
is_laid_out (gpointer view)
{
  return gtk_widget_get_mapped (view) && gtk_widget_get_height (view) > 0;
}

/** measure_reference: what GTK itself takes for scrolling as many rows of the same shape */
void
measure_reference (App *app)
{
  GtkColumnView *like = GTK_COLUMN_VIEW (app_find (app, GTK_TYPE_COLUMN_VIEW));
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = reference_new (like, cy_roster_get_count (app_roster (app)));

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), gtk_widget_get_width (GTK_WIDGET (like)),
                               gtk_widget_get_height (GTK_WIDGET (like)));
  gtk_window_present (GTK_WINDOW (window));
  watch_frames (window);
  watch_until (is_laid_out, view, "the plain list");
  watch_idle (300);
  scroll_all_ways (NULL, view);
  gtk_window_destroy (GTK_WINDOW (window));
  watch_frames (GTK_WIDGET (app->window));
}
