#define G_LOG_DOMAIN "cy-search-functions"

#include "config.h"

#include "cy-search-functions.h"

#include "cy-search-text.h"

/* The function by which the triggers of the schema note under which terms a person was found. */

static const char *
text_of (sqlite3_value *value)
{
  return (const char *) sqlite3_value_text (value);
}

static void
sql_terms (sqlite3_context *context,
           int              n_args,
           sqlite3_value  **args)
{
  const CySearchPerson person = {
    .is_child = sqlite3_value_int (args[0]),
    .name = text_of (args[1]),
    .pinyin = text_of (args[2]),
    .id_number = text_of (args[3]),
    .phone = text_of (args[4]),
  };

  sqlite3_result_text (context, cy_search_terms (&person), -1, g_free);
}

/*
 * cy_search_functions_add:
 *
 * Gives a connection the function that makes a person's search terms. Returns SQLite's
 * result.
 */
int
cy_search_functions_add (sqlite3 *handle)
{
  return sqlite3_create_function_v2 (handle, "cy_search_terms", 5,
                                     SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC, NULL, sql_terms,
                                     NULL, NULL, NULL);
}
