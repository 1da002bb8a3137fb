#define G_LOG_DOMAIN "cy-search-functions"

#include "config.h"

#include "cy-search-functions.h"

#include "cy-search-text.h"

/* The functions by which the triggers of the schema keep the search's tables. Changing what
 * they give needs a migration that builds the tables anew. */

static const char *
text_of (sqlite3_value *value)
{
  return (const char *) sqlite3_value_text (value);
}

static void
sql_name (sqlite3_context *context,
          int              n_args,
          sqlite3_value  **args)
{
  sqlite3_result_text (context, cy_search_name_words (text_of (args[0])), -1, g_free);
}

static void
sql_pinyin (sqlite3_context *context,
            int              n_args,
            sqlite3_value  **args)
{
  sqlite3_result_text (context, cy_search_pinyin_words (text_of (args[0])), -1, g_free);
}

static void
sql_digits (sqlite3_context *context,
            int              n_args,
            sqlite3_value  **args)
{
  sqlite3_result_text (context,
                       cy_search_digit_words (text_of (args[0]), text_of (args[1]), sqlite3_value_int (args[2])),
                       -1, g_free);
}

/*
 * cy_search_functions_add:
 *
 * Gives a connection the functions that make a person's search words. Returns SQLite's
 * result.
 */
int
cy_search_functions_add (sqlite3 *handle)
{
  const int flags = SQLITE_UTF8 | SQLITE_INNOCUOUS | SQLITE_DETERMINISTIC;
  int result;

  result = sqlite3_create_function_v2 (handle, "cy_search_name", 1, flags, NULL, sql_name, NULL, NULL, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_create_function_v2 (handle, "cy_search_pinyin", 1, flags, NULL, sql_pinyin, NULL, NULL, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_create_function_v2 (handle, "cy_search_digits", 3, flags, NULL, sql_digits, NULL, NULL, NULL);

  return result;
}
