#define G_LOG_DOMAIN "cy-names"

#include "config.h"

#include "cy-names.h"

#include <glib/gi18n.h>

/**
 * cy_name_contact_kind:
 *
 * Returns: (transfer none): the name of a kind of contact in the reader's language
 */
const char *
cy_name_contact_kind (CyContactKind kind)
{
  static const char *const names[CY_CONTACT_KIND_COUNT] = {
    [CY_CONTACT_TALK] = NC_("contact kind", "Talk"),
    [CY_CONTACT_CALL] = NC_("contact kind", "Call"),
    [CY_CONTACT_VIDEO] = NC_("contact kind", "Video call"),
    [CY_CONTACT_HOME_VISIT] = NC_("contact kind", "Home visit"),
    [CY_CONTACT_LETTER] = NC_("contact kind", "Letter"),
    [CY_CONTACT_GUARDIAN_CONTACT] = NC_("contact kind", "Contact with the guardian"),
    [CY_CONTACT_TEACHER_CONTACT] = NC_("contact kind", "Contact with the class teacher"),
    [CY_CONTACT_HELP] = NC_("contact kind", "Help"),
    [CY_CONTACT_INFORMATION_CHECK] = NC_("contact kind", "Information check"),
    [CY_CONTACT_ACTIVITY] = NC_("contact kind", "Activity"),
    [CY_CONTACT_COUNSELLING] = NC_("contact kind", "Counselling session"),
    [CY_CONTACT_SUMMARY] = NC_("contact kind", "Summary"),
    [CY_CONTACT_MEETING] = NC_("contact kind", "Meeting"),
  };

  g_return_val_if_fail ((guint) kind < CY_CONTACT_KIND_COUNT, NULL);

  return g_dpgettext2 (NULL, "contact kind", names[kind]);
}

/**
 * cy_name_contact_kinds:
 * @kinds: a set of kinds, any of which will do
 *
 * Returns: (transfer full): their names, as "Call or Video call"
 */
char *
cy_name_contact_kinds (CyContactKinds kinds)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint kind = 0; kind < CY_CONTACT_KIND_COUNT; kind++)
    {
      if (!(kinds & CY_CONTACT_KIND_BIT (kind)))
        continue;
      if (names->len > 0)
        /* Translators: between two kinds of contact, of which one will do */
        g_string_append (names, C_("contact kind", " or "));
      g_string_append (names, cy_name_contact_kind (kind));
    }

  return g_string_free_and_steal (g_steal_pointer (&names));
}

/** cy_name_medium: Returns: (transfer none): how people met, in the reader's language */
const char *
cy_name_medium (CyContactMedium medium)
{
  static const char *const names[CY_CONTACT_MEDIUM_COUNT] = {
    [CY_MEDIUM_UNKNOWN] = NC_("contact medium", "Not said"),
    [CY_MEDIUM_IN_PERSON] = NC_("contact medium", "In person"),
    [CY_MEDIUM_PHONE] = NC_("contact medium", "Telephone"),
    [CY_MEDIUM_VIDEO] = NC_("contact medium", "Video"),
    [CY_MEDIUM_MESSAGE] = NC_("contact medium", "Message"),
    [CY_MEDIUM_LETTER] = NC_("contact medium", "Letter"),
  };

  g_return_val_if_fail ((guint) medium < CY_CONTACT_MEDIUM_COUNT, NULL);

  return g_dpgettext2 (NULL, "contact medium", names[medium]);
}

/** cy_name_level: Returns: (transfer none): who may read it, in the reader's language */
const char *
cy_name_level (CyContactLevel level)
{
  static const char *const names[CY_CONTACT_LEVEL_COUNT] = {
    [CY_LEVEL_ORDINARY] = NC_("contact level", "Ordinary"),
    [CY_LEVEL_SENSITIVE] = NC_("contact level", "Sensitive"),
    [CY_LEVEL_RESTRICTED] = NC_("contact level", "Restricted"),
  };

  g_return_val_if_fail ((guint) level < CY_CONTACT_LEVEL_COUNT, NULL);

  return g_dpgettext2 (NULL, "contact level", names[level]);
}

/** cy_name_due_state: Returns: (transfer none): how pressing it is, in the reader's language */
const char *
cy_name_due_state (CyDueState state)
{
  static const char *const names[CY_DUE_STATE_COUNT] = {
    [CY_DUE_OVERDUE] = NC_("due state", "Overdue"),
    [CY_DUE_SOON] = NC_("due state", "Soon"),
    [CY_DUE_OPEN] = NC_("due state", "Open"),
    [CY_DUE_DONE] = NC_("due state", "Done"),
  };

  g_return_val_if_fail ((guint) state < CY_DUE_STATE_COUNT, NULL);

  return g_dpgettext2 (NULL, "due state", names[state]);
}
