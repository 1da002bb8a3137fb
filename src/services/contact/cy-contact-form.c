#define G_LOG_DOMAIN "cy-contact"

#include "config.h"

#include "contact/cy-contact-form.h"

#include "care/cy-care.h"
#include "cy-draft-store.h"
#include "cy-history.h"

/* A draft is the form's fields as text, in GVariant's notation: it holds what a person has
 * typed so far, complete or not. */

/**
 * cy_contact_form_to_text:
 * @contact: a contact as far as it is filled in
 *
 * Returns: (transfer full): the same as a text, for a draft
 */
char *
cy_contact_form_to_text (const CyContact *contact)
{
  GVariantDict dict;
  GVariantBuilder children;
  g_autofree char *date = contact->date != CY_DAY_NONE ? cy_day_to_iso (contact->date) : NULL;
  g_autofree char *follow_up =
    contact->follow_up_date != CY_DAY_NONE ? cy_day_to_iso (contact->follow_up_date) : NULL;
  g_autoptr (GVariant) fields = NULL;

  g_variant_builder_init (&children, G_VARIANT_TYPE ("ax"));
  for (guint i = 0; i < contact->participants->len; i++)
    g_variant_builder_add (&children, "x", g_array_index (contact->participants, CyParticipant, i).person_id);

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "kind", "s", cy_contact_kind_to_key (contact->kind));
  g_variant_dict_insert (&dict, "medium", "s", cy_contact_medium_to_key (contact->medium));
  g_variant_dict_insert (&dict, "level", "s", cy_contact_level_to_key (contact->level));
  g_variant_dict_insert (&dict, "reached", "b", contact->reached);
  g_variant_dict_insert (&dict, "minutes", "i", contact->minutes);
  g_variant_dict_insert_value (&dict, "children", g_variant_builder_end (&children));
  if (date != NULL)
    g_variant_dict_insert (&dict, "date", "s", date);
  if (contact->time != NULL)
    g_variant_dict_insert (&dict, "time", "s", contact->time);
  if (contact->text != NULL)
    g_variant_dict_insert (&dict, "text", "s", contact->text);
  if (follow_up != NULL)
    g_variant_dict_insert (&dict, "follow-up", "s", follow_up);
  if (contact->follow_up_text != NULL)
    g_variant_dict_insert (&dict, "follow-up-text", "s", contact->follow_up_text);

  fields = g_variant_ref_sink (g_variant_dict_end (&dict));
  return g_variant_print (fields, TRUE);
}

static CyDay
lookup_day (GVariantDict *dict,
            const char   *key)
{
  g_autofree char *text = NULL;

  return g_variant_dict_lookup (dict, key, "s", &text) ? cy_day_from_iso (text) : CY_DAY_NONE;
}

static void
lookup_children (GVariantDict *dict,
                 CyContact    *contact)
{
  g_autoptr (GVariantIter) iter = NULL;
  gint64 id;

  if (!g_variant_dict_lookup (dict, "children", "ax", &iter))
    return;

  while (g_variant_iter_next (iter, "x", &id))
    cy_contact_add_participant (contact, id, TRUE);
}

/**
 * cy_contact_form_from_text:
 * @text: (nullable): what cy_contact_form_to_text() gave
 *
 * Returns: (transfer full) (nullable): the contact, or %NULL when that is no such text
 */
CyContact *
cy_contact_form_from_text (const char *text)
{
  g_autoptr (GVariant) fields = NULL;
  g_autoptr (CyContact) contact = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *medium = NULL;
  g_autofree char *level = NULL;
  GVariantDict dict;

  if (text != NULL)
    fields = g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL);
  if (fields == NULL)
    return NULL;

  contact = cy_contact_new ();
  g_variant_dict_init (&dict, fields);
  if (g_variant_dict_lookup (&dict, "kind", "s", &kind))
    cy_contact_kind_from_key (kind, &contact->kind);
  if (g_variant_dict_lookup (&dict, "medium", "s", &medium))
    cy_contact_medium_from_key (medium, &contact->medium);
  if (g_variant_dict_lookup (&dict, "level", "s", &level))
    cy_contact_level_from_key (level, &contact->level);
  g_variant_dict_lookup (&dict, "reached", "b", &contact->reached);
  g_variant_dict_lookup (&dict, "minutes", "i", &contact->minutes);
  g_variant_dict_lookup (&dict, "time", "s", &contact->time);
  g_variant_dict_lookup (&dict, "text", "s", &contact->text);
  g_variant_dict_lookup (&dict, "follow-up-text", "s", &contact->follow_up_text);
  contact->date = lookup_day (&dict, "date");
  contact->follow_up_date = lookup_day (&dict, "follow-up");
  lookup_children (&dict, contact);
  g_variant_dict_clear (&dict);

  return g_steal_pointer (&contact);
}

/**
 * cy_contact_form_save:
 * @contact: what is logged, with an id to change one that is stored; its text is %NULL
 *   where that goes to counselling.db
 * @user_id: whose draft it was
 * @form: the draft's form
 *
 * Stores a contact and lets go of its draft, both or neither.
 *
 * Returns: (transfer full) (nullable): what was stored, or %NULL with @error set
 */
CyContactSaved *
cy_contact_form_save (CyConn           *conn,
                      const CyContact  *contact,
                      gint64            user_id,
                      const char       *form,
                      GError          **error)
{
  CyContactSaved saved = { .id = contact->id, .batch = cy_conn_get_batch (conn) };

  if (contact->id != 0)
    {
      if (!cy_care_edit_contact (conn, contact, error))
        return NULL;
    }
  else
    {
      saved.id = cy_care_log_contact (conn, contact, error);
      if (saved.id == 0)
        return NULL;
    }

  if (!cy_draft_delete (conn, user_id, form, error))
    return NULL;

  return g_memdup2 (&saved, sizeof saved);
}

/**
 * cy_contact_form_undo:
 * @batch: of cy_contact_form_save()
 * @typed: (nullable): what the form held, kept as a draft again so that nothing typed is lost
 *
 * Returns: whether the contact is as it was before
 */
gboolean
cy_contact_form_undo (CyConn           *conn,
                      gint64            batch,
                      gint64            user_id,
                      const char       *form,
                      const CyContact  *typed,
                      GError          **error)
{
  g_autofree char *payload = typed != NULL ? cy_contact_form_to_text (typed) : NULL;

  return cy_history_undo_batch (conn, batch, error) &&
         (payload == NULL || cy_draft_save (conn, user_id, form, payload, error));
}
