#pragma once

#include "cy-application.h"
#include "cy-main-window.h"
#include "cy-roster.h"
#include "figure.h"
#include "window-watch.h"

/**
 * App:
 *
 * The program's own application and window in this process, on an archive.
 */
typedef struct {
  const char *path;
  const char *password;
  CyApplication *application;
  CyContext *context;
  CyMainWindow *window;
  GPtrArray *bound;             /* GtkListItem: the name cells that are filled */
  gboolean watches_roster;
  gint64 unlocked_at;           /* the end of unlocking, 0 before */
} App;

void       app_open         (App        *app);
void       app_unlock       (App        *app,
                             const char *first_page);
void       app_close        (App        *app);
GtkWidget *app_find         (App        *app,
                             GType       type);
GtkWidget *find_widget      (GtkWidget  *root,
                             GType       type,
                             const char *name);
CyRoster  *app_roster       (App        *app);
guint      app_n_loading    (App        *app);
gboolean   app_rows_here    (gpointer    app);
void       app_watch_roster (App        *app);
void       app_show_page    (App        *app,
                             const char *name);
gboolean   app_has_today    (gpointer    app);
guint      app_n_today_rows (App        *app);
void       app_memory       (const char *when);
guint      app_share        (void);
void       app_settle       (App        *app);

void       measure_opening   (App *app);
void       measure_search    (App *app);
void       measure_scrolling (App *app);
void       measure_reference (App *app);
void       measure_acts      (App *app);
void       measure_today     (App *app);
