#pragma once

#include "cy-conn.h"

/**
 * dump_database:
 * @conn: a connection
 * @bookkeeping: whether the change record and the columns that say when and by whom a row
 *   was last changed are in it
 *
 * Returns: (transfer full): every row of every table, as text: two databases that hold the
 *   same have the same dump
 */
char *dump_database (CyConn   *conn,
                     gboolean  bookkeeping);
