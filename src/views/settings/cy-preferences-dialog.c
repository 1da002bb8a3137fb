#define G_LOG_DOMAIN "cy-preferences"

#include "config.h"

#include "settings/cy-preferences-dialog.h"

#include "settings/cy-profiles-page.h"
#include "settings/cy-schemes-page.h"
#include "settings/cy-security-page.h"
#include "settings/cy-terms-page.h"

/**
 * cy_preferences_dialog_new:
 * @page: (nullable): the page to open on: "schemes", "terms", "profiles" or "security"
 *
 * Returns: (transfer floating): the preferences of an archive that is unlocked
 */
AdwDialog *
cy_preferences_dialog_new (CyContext  *context,
                           const char *page)
{
  AdwDialog *dialog = adw_preferences_dialog_new ();
  GtkWidget *pages[] = {
    cy_schemes_page_new (context),
    cy_terms_page_new (context),
    cy_profiles_page_new (context),
    cy_security_page_new (context),
  };

  adw_dialog_set_content_width (dialog, 700);
  adw_dialog_set_content_height (dialog, 680);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), ADW_PREFERENCES_PAGE (pages[i]));
  if (page != NULL)
    adw_preferences_dialog_set_visible_page_name (ADW_PREFERENCES_DIALOG (dialog), page);

  return dialog;
}
