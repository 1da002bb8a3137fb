#pragma once

#include "cy-context.h"

G_BEGIN_DECLS

/**
 * ViewFixture:
 *
 * An archive of its own with a context and a window, for the tests of views. It is filled
 * with so many fictional children; the day is the same on every run.
 */
typedef struct {
  char *folder;
  char *path;
  CyArchive *archive;
  CyContext *context;
  CyDb *db;
  GtkWindow *window;
  AdwNavigationView *pages;
  GPtrArray *toasts;            /* AdwToast */
  AdwToast *waiting;            /* the last that stays until it is taken away; or NULL */
  GPtrArray *logged;            /* GArray of gint64: cy_context_log_contact() */
  gint64 opened_child;
  guint n_errors;
} ViewFixture;

/** What ViewFixture takes for today. */
#define VIEW_TODAY "2026-11-16"

typedef gboolean (*ViewCondition) (gpointer data);

void       view_set_up     (ViewFixture    *f,
                            gconstpointer   n_children);
void       view_tear_down  (ViewFixture    *f,
                            gconstpointer   n_children);
void       view_wait       (ViewCondition   condition,
                            gpointer        data);
GtkWidget *view_find       (GtkWidget      *root,
                            GType           type,
                            const char     *text);
GtkWidget *view_wait_for   (GtkWidget      *root,
                            GType           type,
                            const char     *text);
gint64     view_int64      (ViewFixture    *f,
                            const char     *sql);
void       view_present    (ViewFixture    *f,
                            int             width,
                            int             height);
void       view_picture    (ViewFixture    *f,
                            const char     *name);
void       view_remove_folder (const char  *path);

G_END_DECLS
