#define G_LOG_DOMAIN "cy-demo"

#include "config.h"

#include "cy-demo-private.h"
#include "cy-demo-words.h"

#include "cy-absence-store.h"
#include "cy-child-store.h"
#include "cy-id-number.h"
#include "cy-person-store.h"
#include "cy-relation-store.h"
#include "text/cy-text.h"

/* An area code that is in no register, so that no number is anybody's. */
#define AREA_CODE "999901"

#define N_SERIALS 1000

#define YEAR 365

/* Words */

static char *
draw_phone (CyDemo *demo)
{
  static const char * const prefixes[] = { "130", "135", "138", "139", "150", "158", "159", "177", "186", "189" };

  return g_strdup_printf ("%s%08d", prefixes[cy_demo_between (demo, 0, G_N_ELEMENTS (prefixes) - 1)],
                          cy_demo_between (demo, 0, 99999999));
}

/* No two children born on a day have the same number: what is taken gives way to the next,
 * odd for boys and even for girls. */
static int
free_serial (CyDemo *demo,
             CyDay   birth,
             int     serial)
{
  guint8 *taken = g_hash_table_lookup (demo->serials, GINT_TO_POINTER (birth));

  if (taken == NULL)
    {
      taken = g_new0 (guint8, N_SERIALS);
      g_hash_table_insert (demo->serials, GINT_TO_POINTER (birth), taken);
    }
  for (int tries = 0; taken[serial] && tries < N_SERIALS / 2; tries++)
    serial = (serial + 2) % N_SERIALS;
  taken[serial] = TRUE;

  return serial;
}

static char *
draw_id_number (CyDemo *demo,
                CyDay   birth,
                CySex   sex)
{
  int y, m, d;
  int serial = cy_demo_between (demo, 0, N_SERIALS / 2 - 1) * 2 + (sex == CY_SEX_MALE ? 1 : 0);
  char digits[CY_ID_NUMBER_SIZE];

  cy_day_to_ymd (birth, &y, &m, &d);
  g_snprintf (digits, sizeof digits, AREA_CODE "%04d%02d%02d%03d", y, m, d, free_serial (demo, birth, serial));

  return g_strdup_printf ("%s%c", digits, cy_id_number_check_char (digits));
}

/* People */

static CyPerson *
draw_adult (CyDemo     *demo,
            const char *surname,
            CySex       sex,
            int         low_age,
            int         high_age)
{
  CyPerson *person = cy_person_new ();
  /* Names of their time: a parent does not have those of the children. */
  const CyDemoWords *given = sex == CY_SEX_MALE ? &cy_demo_men : &cy_demo_women;

  person->name = g_strconcat (surname, cy_demo_draw (given, demo->random), NULL);
  person->sex = sex;
  person->birth = demo->today - cy_demo_between (demo, low_age * YEAR, high_age * YEAR);
  person->birth_precision = CY_DATE_YEAR;
  person->phone = draw_phone (demo);

  return person;
}

static gint64
store_adult (CyConn        *conn,
             CyDemoFamily  *family,
             CyPerson      *person,
             GError       **error)
{
  if (person->address == NULL)
    person->address = g_strdup (family->village_name);
  cy_text_fill_person (person);

  return cy_person_insert (conn, person, error);
}

static gint64
make_parent (CyDemo        *demo,
             CyConn        *conn,
             CyDemoFamily  *family,
             CySex          sex,
             gboolean       away,
             GError       **error)
{
  const char *surname = sex == CY_SEX_MALE ? family->surname : cy_demo_draw (&cy_demo_surnames, demo->random);
  g_autoptr (CyPerson) person = draw_adult (demo, surname, sex, 36, 47);
  g_autoptr (CyAbsence) absence = cy_absence_new ();
  gint64 id;

  if (away)
    {
      const char *place = cy_demo_draw (&cy_demo_work_places, demo->random);
      const char *trade = cy_demo_draw (&cy_demo_trades, demo->random);

      person->employer = g_strconcat (place, trade, NULL);
      person->employer_address = g_strdup (place);
      person->occupation = g_strdup ("务工");
      absence->place = g_strdup (place);
      absence->employer = g_strdup (trade);
    }
  else
    {
      person->occupation = g_strdup ("务农");
      family->phone = family->phone != NULL ? family->phone : g_strdup (person->phone);
    }

  id = store_adult (conn, family, person, error);
  if (id == 0 || !away)
    return id;

  absence->person_id = id;
  absence->from = demo->today - cy_demo_between (demo, 30, 6 * YEAR);
  absence->phone = g_strdup (person->phone);

  return cy_absence_insert (conn, absence, error) != 0 ? id : 0;
}

static gint64
make_guardian (CyDemo        *demo,
               CyConn        *conn,
               CyDemoFamily  *family,
               GError       **error)
{
  static const char * const health[] = { "良好", "一般", "高血压", "腰腿病", "较差" };
  static const guint8 health_weights[] = { 50, 25, 12, 9, 4 };
  const CyDemoWords health_words = { health, health_weights, G_N_ELEMENTS (health) };
  CySex sex = cy_kin_sex (family->guardian_kin);
  gboolean elder = cy_kin_is_grandparent (family->guardian_kin);
  gboolean same_name = family->guardian_kin == CY_KIN_PATERNAL_GRANDFATHER ||
                       family->guardian_kin == CY_KIN_FATHERS_SISTER;
  g_autoptr (CyPerson) person = draw_adult (demo,
                                            same_name ? family->surname : cy_demo_draw (&cy_demo_surnames, demo->random),
                                            sex, elder ? 54 : 28, elder ? 78 : 50);

  person->occupation = g_strdup (elder ? "务农" : "务工");
  person->health = g_strdup (cy_demo_draw (&health_words, demo->random));
  g_free (family->phone);
  family->phone = g_strdup (person->phone);

  return store_adult (conn, family, person, error);
}

/* Who is away, and who looks after the children then. */
static void
draw_circumstances (CyDemo       *demo,
                    CyDemoFamily *family)
{
  static const CyKin kins[] = { CY_KIN_PATERNAL_GRANDMOTHER, CY_KIN_PATERNAL_GRANDFATHER, CY_KIN_MATERNAL_GRANDMOTHER,
                                CY_KIN_MATERNAL_GRANDFATHER, CY_KIN_FATHERS_SISTER, CY_KIN_MOTHERS_BROTHER };
  static const int shares[] = { 44, 26, 14, 8, 5, 3 };
  gint dice = cy_demo_between (demo, 1, 100);
  gint at = 0;
  guint i = 0;

  family->father_away = dice <= 92;
  family->mother_away = dice <= 66 || dice > 92;
  if (dice > 97)
    family->mother_away = FALSE;

  dice = cy_demo_between (demo, 1, 100);
  while (i + 1 < G_N_ELEMENTS (kins) && dice > (at += shares[i]))
    i++;
  family->guardian_kin = kins[i];
}

/**
 * cy_demo_family_make:
 * @family: (out caller-allocates): the family, all zeros before
 *
 * Makes the grown-ups of a family.
 *
 * Returns: whether it succeeded
 */
gboolean
cy_demo_family_make (CyDemo        *demo,
                     CyConn        *conn,
                     CyDemoFamily  *family,
                     GError       **error)
{
  GArray *villages = demo->township.villages;

  family->surname = cy_demo_draw (&cy_demo_surnames, demo->random);
  family->village = g_array_index (villages, gint64, cy_demo_between (demo, 0, (gint) villages->len - 1));
  family->village_name = g_strdup_printf ("%s%d组", demo->township.name, cy_demo_between (demo, 1, 12));
  draw_circumstances (demo, family);

  family->father = make_parent (demo, conn, family, CY_SEX_MALE, family->father_away, error);
  if (family->father == 0)
    return FALSE;
  family->mother = make_parent (demo, conn, family, CY_SEX_FEMALE, family->mother_away, error);
  if (family->mother == 0)
    return FALSE;
  if (!family->father_away || !family->mother_away)
    return TRUE;

  family->guardian = make_guardian (demo, conn, family, error);
  return family->guardian != 0;
}

void
cy_demo_family_clear (CyDemoFamily *family)
{
  g_free (family->village_name);
  g_free (family->phone);
}

/* Children */

static gboolean
relate (CyConn          *conn,
        gint64           child,
        gint64           person,
        CyKin            kin,
        CyRelationRole   role,
        gboolean         is_primary,
        GError         **error)
{
  g_autoptr (CyRelation) relation = cy_relation_new ();

  relation->child_id = child;
  relation->person_id = person;
  relation->kin = g_strdup (cy_kin_to_key (kin));
  relation->role = role;
  relation->is_primary = is_primary;

  return cy_relation_insert (conn, relation, error) != 0;
}

static gboolean
relate_family (CyConn        *conn,
               CyDemoFamily  *family,
               gint64         child,
               GError       **error)
{
  if (!relate (conn, child, family->father, CY_KIN_FATHER, CY_RELATION_PARENT, FALSE, error) ||
      !relate (conn, child, family->mother, CY_KIN_MOTHER, CY_RELATION_PARENT, FALSE, error))
    return FALSE;

  if (family->guardian != 0)
    return relate (conn, child, family->guardian, family->guardian_kin, CY_RELATION_GUARDIAN, TRUE, error);

  return relate (conn, child, family->mother_away ? family->father : family->mother,
                 family->mother_away ? CY_KIN_FATHER : CY_KIN_MOTHER, CY_RELATION_GUARDIAN, TRUE, error);
}

/* The school by age: a kindergarten before six, a junior school from twelve. */
static gboolean
draw_school (CyDemo    *demo,
             CyConn    *conn,
             CyChild   *child,
             int        age,
             GError   **error)
{
  static const char * const grades[] = { "小班", "中班", "大班", "一年级", "二年级", "三年级", "四年级", "五年级", "六年级",
                                         "七年级", "八年级", "九年级" };
  guint school = age < 6 ? 4 : age >= 12 ? 1 : cy_demo_chance (demo, 70) ? 0 : cy_demo_chance (demo, 50) ? 2 : 3;
  int grade = CLAMP (age - 3, 0, (int) G_N_ELEMENTS (grades) - 1);
  g_autofree char *class_name = age < 6
                                ? g_strdup (grades[grade])
                                : g_strdup_printf ("%s%d班", grades[grade], cy_demo_between (demo, 1, 3));

  child->school_id = g_array_index (demo->township.schools, gint64, school);
  child->class_id = cy_demo_unit (demo, conn, CY_UNIT_CLASS, child->school_id, class_name, error);
  child->class_teacher = g_strconcat (cy_demo_draw (&cy_demo_surnames, demo->random), "老师", NULL);

  return child->class_id != 0;
}

/**
 * cy_demo_child_make:
 * @birth: (out): the child's birth
 *
 * Makes a child of the family.
 *
 * Returns: its id, or 0 with @error set
 */
gint64
cy_demo_child_make (CyDemo        *demo,
                    CyConn        *conn,
                    CyDemoFamily  *family,
                    CyDay         *birth,
                    GError       **error)
{
  g_autoptr (CyPerson) person = cy_person_new ();
  g_autoptr (CyChild) child = cy_child_new ();
  gint64 id;

  person->sex = cy_demo_chance (demo, 53) ? CY_SEX_MALE : CY_SEX_FEMALE;
  person->name = g_strconcat (family->surname,
                              cy_demo_draw (person->sex == CY_SEX_MALE ? &cy_demo_boys : &cy_demo_girls, demo->random),
                              NULL);
  person->birth = demo->today - cy_demo_between (demo, 3 * YEAR + 30, 16 * YEAR);
  if (cy_demo_chance (demo, 96))
    person->id_number = draw_id_number (demo, person->birth, person->sex);
  person->address = g_strdup (family->village_name);
  person->phone = cy_demo_chance (demo, 85) ? g_strdup (family->phone) : NULL;
  person->ethnicity = g_strdup ("汉族");
  person->is_child = TRUE;

  child->village_id = family->village;
  child->hobbies = g_strdup (cy_demo_draw (&cy_demo_hobbies, demo->random));
  child->character = g_strdup (cy_demo_draw (&cy_demo_characters, demo->random));
  child->disabled = cy_demo_chance (demo, 1);
  child->poor = cy_demo_chance (demo, 18) ? CY_POOR_REGISTERED : cy_demo_chance (demo, 7) ? CY_POOR_ALLOWANCE : 0;
  child->enrolled_on = demo->today - cy_demo_between (demo, 200, 700);
  if (!draw_school (demo, conn, child, cy_day_age (person->birth, demo->today), error))
    return 0;

  cy_text_fill_person (person);
  id = cy_child_insert (conn, person, child, error);
  if (id == 0 || !relate_family (conn, family, id, error))
    return 0;
  *birth = person->birth;

  return id;
}
