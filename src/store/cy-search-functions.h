#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

int cy_search_functions_add (sqlite3 *handle);

G_END_DECLS
