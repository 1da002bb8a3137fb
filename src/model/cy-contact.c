#include "config.h"

#include "cy-contact.h"

#include <string.h>

/* Among as many, somebody is found sooner with a table. */
#define MANY 32

static const char * const medium_keys[CY_CONTACT_MEDIUM_COUNT] = {
  "unknown", "in-person", "phone", "video", "message", "letter",
};

static const char * const level_keys[CY_CONTACT_LEVEL_COUNT] = { "ordinary", "sensitive", "restricted" };

/** cy_contact_new: Returns: (transfer full): an ordinary talk that reached its child, without a date or anybody */
CyContact *
cy_contact_new (void)
{
  CyContact *contact = g_new0 (CyContact, 1);

  contact->kind = CY_CONTACT_TALK;
  contact->date = CY_DAY_NONE;
  contact->reached = TRUE;
  contact->participants = g_array_new (FALSE, FALSE, sizeof (CyParticipant));
  contact->follow_up_date = CY_DAY_NONE;

  return contact;
}

/** cy_contact_copy: Returns: (transfer full): an independent copy */
CyContact *
cy_contact_copy (const CyContact *contact)
{
  CyContact *copy = g_memdup2 (contact, sizeof *contact);

  copy->time = g_strdup (contact->time);
  copy->text = g_strdup (contact->text);
  copy->contact_by = g_strdup (contact->contact_by);
  copy->participants = g_array_copy (contact->participants);
  copy->follow_up_text = g_strdup (contact->follow_up_text);
  copy->places = NULL;

  return copy;
}

/**
 * cy_contact_free:
 * @contact: (transfer full) (nullable): a contact
 *
 * What was said is wiped before its memory is given back.
 */
void
cy_contact_free (CyContact *contact)
{
  if (contact == NULL)
    return;

  if (contact->text != NULL)
    explicit_bzero (contact->text, strlen (contact->text));
  g_free (contact->time);
  g_free (contact->text);
  g_free (contact->contact_by);
  g_array_unref (contact->participants);
  g_clear_pointer (&contact->places, g_hash_table_unref);
  g_free (contact->follow_up_text);
  g_free (contact);
}

static CyParticipant *
participant_at (CyContact *contact,
                guint      place)
{
  return &g_array_index (contact->participants, CyParticipant, place);
}

static void
note_place (CyContact *contact,
            guint      place)
{
  gint64 id = participant_at (contact, place)->person_id;

  g_hash_table_insert (contact->places, g_memdup2 (&id, sizeof id), GUINT_TO_POINTER (place));
}

/* The table is made anew after somebody was taken out of the array. */
static CyParticipant *
find_among_many (CyContact *contact,
                 gint64     person_id)
{
  GArray *participants = contact->participants;
  gpointer place;

  if (contact->places == NULL || g_hash_table_size (contact->places) != participants->len)
    {
      g_clear_pointer (&contact->places, g_hash_table_unref);
      contact->places = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      for (guint i = 0; i < participants->len; i++)
        note_place (contact, i);
    }
  if (!g_hash_table_lookup_extended (contact->places, &person_id, NULL, &place))
    return NULL;

  return participant_at (contact, GPOINTER_TO_UINT (place));
}

static CyParticipant *
find_participant (CyContact *contact,
                  gint64     person_id)
{
  if (contact->participants->len >= MANY)
    return find_among_many (contact, person_id);

  for (guint i = 0; i < contact->participants->len; i++)
    if (participant_at (contact, i)->person_id == person_id)
      return participant_at (contact, i);

  return NULL;
}

/**
 * cy_contact_add_participant:
 * @person_id: who
 * @attended: whether the person took part
 *
 * Adds somebody, once: a second call for the same person replaces the first.
 */
void
cy_contact_add_participant (CyContact *contact,
                            gint64     person_id,
                            gboolean   attended)
{
  CyParticipant participant = { person_id, attended };
  CyParticipant *there = find_participant (contact, person_id);

  if (there != NULL)
    {
      there->attended = attended;
      return;
    }

  g_array_append_val (contact->participants, participant);
  if (contact->participants->len > MANY)
    note_place (contact, contact->participants->len - 1);
}

/** cy_contact_medium_to_key: Returns: the stable name of the medium */
const char *
cy_contact_medium_to_key (CyContactMedium medium)
{
  g_return_val_if_fail ((guint) medium < CY_CONTACT_MEDIUM_COUNT, NULL);

  return medium_keys[medium];
}

/**
 * cy_contact_medium_from_key:
 * @key: (nullable): a name as cy_contact_medium_to_key() gives it
 * @medium: (out): the medium
 *
 * Returns: whether there is such a medium
 */
gboolean
cy_contact_medium_from_key (const char      *key,
                            CyContactMedium *medium)
{
  for (guint i = 0; i < CY_CONTACT_MEDIUM_COUNT; i++)
    {
      if (g_strcmp0 (key, medium_keys[i]) != 0)
        continue;
      *medium = i;
      return TRUE;
    }

  return FALSE;
}

/** cy_contact_level_to_key: Returns: the stable name of the level */
const char *
cy_contact_level_to_key (CyContactLevel level)
{
  g_return_val_if_fail ((guint) level < CY_CONTACT_LEVEL_COUNT, NULL);

  return level_keys[level];
}

/**
 * cy_contact_level_from_key:
 * @key: (nullable): a name as cy_contact_level_to_key() gives it
 * @level: (out): the level
 *
 * Returns: whether there is such a level
 */
gboolean
cy_contact_level_from_key (const char     *key,
                           CyContactLevel *level)
{
  for (guint i = 0; i < CY_CONTACT_LEVEL_COUNT; i++)
    {
      if (g_strcmp0 (key, level_keys[i]) != 0)
        continue;
      *level = i;
      return TRUE;
    }

  return FALSE;
}

/**
 * cy_contact_kind_usual_medium:
 *
 * The medium that goes without saying, for a form to start with.
 *
 * Returns: how contacts of the kind usually happen
 */
CyContactMedium
cy_contact_kind_usual_medium (CyContactKind kind)
{
  switch (kind)
    {
    case CY_CONTACT_CALL:
    case CY_CONTACT_GUARDIAN_CONTACT:
    case CY_CONTACT_TEACHER_CONTACT:
      return CY_MEDIUM_PHONE;
    case CY_CONTACT_VIDEO:
      return CY_MEDIUM_VIDEO;
    case CY_CONTACT_LETTER:
      return CY_MEDIUM_LETTER;
    case CY_CONTACT_TALK:
    case CY_CONTACT_HOME_VISIT:
    case CY_CONTACT_HELP:
    case CY_CONTACT_INFORMATION_CHECK:
    case CY_CONTACT_ACTIVITY:
    case CY_CONTACT_COUNSELLING:
    case CY_CONTACT_SUMMARY:
    case CY_CONTACT_MEETING:
    default:
      return CY_MEDIUM_IN_PERSON;
    }
}

/**
 * cy_contact_time_is_valid:
 * @time: (nullable): a time of day
 *
 * Returns: whether it is written HH:MM, from 00:00 to 23:59
 */
gboolean
cy_contact_time_is_valid (const char *time)
{
  if (time == NULL || strlen (time) != 5 || time[2] != ':')
    return FALSE;
  if (!g_ascii_isdigit (time[0]) || !g_ascii_isdigit (time[1]) || !g_ascii_isdigit (time[3]) || !g_ascii_isdigit (time[4]))
    return FALSE;

  return (time[0] - '0') * 10 + (time[1] - '0') < 24 && time[3] < '6';
}
