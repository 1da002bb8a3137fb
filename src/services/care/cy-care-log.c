#define G_LOG_DOMAIN "cy-care"

#include "config.h"

#include "care/cy-care.h"

#include "cy-contact-store.h"

static gboolean
check (const CyContact  *contact,
       GError          **error)
{
  if (contact->participants->len == 0)
    {
      g_set_error_literal (error, CY_CARE_ERROR, CY_CARE_ERROR_NO_CHILD, "Nobody takes part in the contact");
      return FALSE;
    }
  if (contact->participants->len > CY_CONTACT_MAX_PARTICIPANTS)
    {
      g_set_error_literal (error, CY_CARE_ERROR, CY_CARE_ERROR_TOO_MANY, "Too many take part in the contact");
      return FALSE;
    }
  if (contact->date == CY_DAY_NONE)
    {
      g_set_error_literal (error, CY_CARE_ERROR, CY_CARE_ERROR_NO_DATE, "A contact needs a date");
      return FALSE;
    }
  if (contact->time != NULL && !cy_contact_time_is_valid (contact->time))
    {
      g_set_error_literal (error, CY_CARE_ERROR, CY_CARE_ERROR_BAD_TIME, "A contact's time is no time of day");
      return FALSE;
    }
  if (contact->level == CY_LEVEL_RESTRICTED && contact->text != NULL && *contact->text != '\0')
    {
      g_set_error_literal (error, CY_CARE_ERROR, CY_CARE_ERROR_RESTRICTED,
                           "A restricted text does not belong into care.db");
      return FALSE;
    }

  return TRUE;
}

/**
 * cy_care_log_contact:
 * @contact: what happened
 *
 * Stores a contact, who took part, and the follow-up of each child.
 *
 * The text of a restricted contact never comes here: it goes to counselling.db first, under
 * a uid that the caller has made, and the contact follows with that uid and without the
 * text. In that order a failure leaves a note of nothing, never a contact that has lost its
 * text.
 *
 * Returns: the contact's id, 0 with @error set
 */
gint64
cy_care_log_contact (CyConn           *conn,
                     const CyContact  *contact,
                     GError          **error)
{
  return check (contact, error) ? cy_contact_insert (conn, contact, error) : 0;
}

/**
 * cy_care_edit_contact:
 * @contact: what the contact with its id shall be; see cy_care_log_contact() for restricted
 *   texts
 *
 * Returns: whether it has been changed
 */
gboolean
cy_care_edit_contact (CyConn           *conn,
                      const CyContact  *contact,
                      GError          **error)
{
  return check (contact, error) && cy_contact_update (conn, contact, error);
}
