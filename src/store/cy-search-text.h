#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The words under which people are indexed for the search, and the queries that find them.
 * Both sides are made here, so that they agree. */

char     *cy_search_name_words    (const char *folded);
char     *cy_search_pinyin_words  (const char *pinyin);
char     *cy_search_digit_words   (const char *id_number,
                                   const char *phones,
                                   gboolean    is_child);

char     *cy_search_name_query    (const char *folded,
                                   gboolean   *exact);
char     *cy_search_pinyin_query  (const char *letters);
char     *cy_search_digit_query   (const char *digits,
                                   gboolean    of_children,
                                   gboolean   *exact);

G_END_DECLS
