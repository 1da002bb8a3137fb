#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CySearchPerson:
 * @is_child: whether it is a child; of others the numbers alone are searched
 * @name: (nullable): the name as cy_text_fold() gives it
 * @pinyin: (nullable): as cy_text_pinyin() gives it
 * @id_number: (nullable): the identity number
 * @phone: (nullable): phones in their stored form
 *
 * What the search needs of a person. The texts are somebody else's.
 */
typedef struct {
  gboolean is_child;
  const char *name;
  const char *pinyin;
  const char *id_number;
  const char *phone;
} CySearchPerson;

char   *cy_search_terms        (const CySearchPerson *person);

char  **cy_search_name_terms   (const char           *folded);
char   *cy_search_pinyin_term  (const char           *letters,
                                gboolean             *prefix);
char  **cy_search_digit_terms  (const char           *digits,
                                gboolean              of_children);

G_END_DECLS
