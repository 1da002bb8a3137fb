#pragma once

#include "care/cy-care.h"

G_BEGIN_DECLS

#define DAY(text) (cy_day_from_iso (text))

/** A database of its own, in a transaction that is rolled back. */
typedef struct {
  char *folder;
  char *path;
  CyConn *conn;
} CareFixture;

void       care_set_up    (CareFixture    *f,
                           gconstpointer   data);
void       care_tear_down (CareFixture    *f,
                           gconstpointer   data);
gint64     add_child      (CyConn         *conn);
gint64     add_guardian   (CyConn         *conn);
gint64     add_scheme     (CyConn         *conn,
                           const char     *duty,
                           CyWindow        window,
                           int             days);
CyContact *talk_with      (gint64          child,
                           const char     *day);
gint64     count          (CyConn         *conn,
                           const char     *sql);
char      *due_of         (CyConn         *conn,
                           gint64          child,
                           const char     *today);

/** Compares all rows of a child: "sources state due; …" */
#define assert_due(conn, child, today, expected)                \
  G_STMT_START {                                                \
    g_autofree char *actual = due_of (conn, child, today);      \
    g_assert_cmpstr (actual, ==, expected);                     \
  } G_STMT_END

G_END_DECLS
