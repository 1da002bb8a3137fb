#define G_LOG_DOMAIN "cy-report"

#include "config.h"

#include "cy-card.h"

/** cy_card_person_new: Returns: (transfer full): someone of whom nothing is known */
CyCardPerson *
cy_card_person_new (void)
{
  CyCardPerson *person = g_new0 (CyCardPerson, 1);

  person->birth = CY_DAY_NONE;
  person->away_since = CY_DAY_NONE;

  return person;
}

static void
person_clear (CyCardPerson *person)
{
  g_free (person->kin);
  g_free (person->name);
  g_free (person->phone);
  g_free (person->address);
  g_free (person->occupation);
  g_free (person->health);
  g_free (person->employer);
  g_free (person->employer_address);
  g_free (person->employer_phone);
  g_free (person->away_place);
}

/** cy_card_person_free: Frees a person of a card. */
void
cy_card_person_free (CyCardPerson *person)
{
  person_clear (person);
  g_free (person);
}

/** cy_card_new: Returns: (transfer full): an empty card, which prints as a form to fill in by hand */
CyCard *
cy_card_new (void)
{
  CyCard *card = g_new0 (CyCard, 1);

  card->child.birth = CY_DAY_NONE;
  card->child.away_since = CY_DAY_NONE;
  card->others = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_card_person_free);

  return card;
}

/** cy_card_free: Frees a card with the people on it. */
void
cy_card_free (CyCard *card)
{
  person_clear (&card->child);
  g_free (card->id_number);
  g_free (card->ethnicity);
  g_free (card->hukou);
  g_free (card->village);
  g_free (card->school);
  g_free (card->class_name);
  g_free (card->class_teacher);
  g_free (card->class_teacher_phone);
  g_free (card->student_number);
  g_free (card->character);
  g_free (card->hobbies);
  g_free (card->medical_history);
  g_free (card->note);
  g_clear_pointer (&card->father, cy_card_person_free);
  g_clear_pointer (&card->mother, cy_card_person_free);
  g_clear_pointer (&card->guardian, cy_card_person_free);
  g_clear_pointer (&card->temporary, cy_card_person_free);
  g_ptr_array_unref (card->others);
  g_free (card);
}
