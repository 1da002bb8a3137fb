#include "config.h"

#include "cy-contact-kind.h"

static const char * const keys[CY_CONTACT_KIND_COUNT] = {
  "talk",
  "call",
  "video",
  "home-visit",
  "letter",
  "guardian-contact",
  "teacher-contact",
  "help",
  "information-check",
  "activity",
  "counselling",
  "summary",
  "meeting",
};

/**
 * cy_contact_kind_to_key:
 *
 * Returns: the name of the kind in chuyanctl's interface
 */
const char *
cy_contact_kind_to_key (CyContactKind kind)
{
  g_return_val_if_fail ((guint) kind < CY_CONTACT_KIND_COUNT, NULL);

  return keys[kind];
}

/**
 * cy_contact_kind_from_key:
 * @key: (nullable): a name as cy_contact_kind_to_key() gives it
 * @kind: (out) (optional): the kind
 *
 * Returns: whether there is such a kind
 */
gboolean
cy_contact_kind_from_key (const char    *key,
                          CyContactKind *kind)
{
  for (guint i = 0; i < CY_CONTACT_KIND_COUNT; i++)
    {
      if (g_strcmp0 (key, keys[i]) != 0)
        continue;
      if (kind != NULL)
        *kind = i;
      return TRUE;
    }

  return FALSE;
}
