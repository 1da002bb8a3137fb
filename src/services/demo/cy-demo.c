#define G_LOG_DOMAIN "cy-demo"

#include "config.h"

#include "cy-demo-private.h"
#include "cy-demo-words.h"
#include "cy-bulk-insert.h"
#include "cy-unit-store.h"
#include "text/cy-text.h"

/* A step is one transaction: large enough to be quick, small enough that the log stays
 * small and that a window can show progress. */
#define FAMILIES_PER_STEP 2000
#define CHILDREN_PER_TOWNSHIP 1800
#define VILLAGES_PER_TOWNSHIP 24

/** cy_demo_between: Returns: a number from @low to @high, both included */
gint
cy_demo_between (CyDemo *demo,
                 gint    low,
                 gint    high)
{
  return g_rand_int_range (demo->random, low, high + 1);
}

gboolean
cy_demo_chance (CyDemo *demo,
                gint    percent)
{
  return cy_demo_between (demo, 1, 100) <= percent;
}

/**
 * cy_demo_new:
 * @n_children: how many children to make
 * @seed: two runs with the same seed make the same people
 * @today: the day as of which the archive stands
 *
 * Returns: (transfer full): a generator; nothing is written yet
 */
CyDemo *
cy_demo_new (guint   n_children,
             guint32 seed,
             CyDay   today)
{
  CyDemo *demo = g_new0 (CyDemo, 1);

  demo->random = g_rand_new_with_seed (seed);
  demo->today = today;
  demo->n_wanted = n_children;
  demo->township.villages = g_array_new (FALSE, FALSE, sizeof (gint64));
  demo->township.schools = g_array_new (FALSE, FALSE, sizeof (gint64));
  demo->units = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  demo->serials = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  return demo;
}

/** cy_demo_free: @demo: (transfer full) (nullable): a generator */
void
cy_demo_free (CyDemo *demo)
{
  if (demo == NULL)
    return;

  g_rand_free (demo->random);
  g_array_unref (demo->township.villages);
  g_array_unref (demo->township.schools);
  g_free (demo->township.name);
  g_clear_pointer (&demo->schemes, g_ptr_array_unref);
  g_hash_table_unref (demo->units);
  g_hash_table_unref (demo->serials);
  g_free (demo);
}

gboolean
cy_demo_is_done (CyDemo *demo)
{
  return demo->n_children >= demo->n_wanted;
}

guint
cy_demo_get_children (CyDemo *demo)
{
  return demo->n_children;
}

guint
cy_demo_get_contacts (CyDemo *demo)
{
  return demo->n_contacts;
}

/* Places */

/**
 * cy_demo_unit:
 *
 * Returns: the id of the unit, made when it is missing; 0 with @error set
 */
gint64
cy_demo_unit (CyDemo      *demo,
              CyConn      *conn,
              CyUnitKind   kind,
              gint64       parent,
              const char  *name,
              GError     **error)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT "/%d/%s", parent, kind, name);
  gint64 *known = g_hash_table_lookup (demo->units, key);
  g_autoptr (CyUnit) unit = NULL;
  gint64 id;

  if (known != NULL)
    return *known;

  unit = cy_unit_new ();
  unit->kind = kind;
  unit->parent_id = parent;
  unit->name = g_strdup (name);
  cy_text_fill_unit (unit);
  id = cy_unit_ensure_filled (conn, unit, error);
  if (id != 0)
    g_hash_table_insert (demo->units, g_steal_pointer (&key), g_memdup2 (&id, sizeof id));

  return id;
}

/* Goes on to the next township: its villages and schools. */
static gboolean
next_township (CyDemo  *demo,
               CyConn  *conn,
               GError **error)
{
  CyDemoTownship *township = &demo->township;
  guint index = demo->n_children / CHILDREN_PER_TOWNSHIP;
  guint n_names = cy_demo_township_names.n_words;
  const char *name = cy_demo_township_names.words[index % n_names];
  g_autofree char *county = g_strdup_printf ("青禾第%u县", index / n_names + 1);

  demo->county = cy_demo_unit (demo, conn, CY_UNIT_COUNTY, 0, index < n_names ? "青禾县" : county, error);
  if (demo->county == 0)
    return FALSE;
  township->township = cy_demo_unit (demo, conn, CY_UNIT_TOWNSHIP, demo->county, name, error);
  if (township->township == 0)
    return FALSE;

  g_free (township->name);
  township->name = g_strdup (name);
  g_array_set_size (township->villages, 0);
  g_array_set_size (township->schools, 0);

  for (guint i = 0; i < VILLAGES_PER_TOWNSHIP; i++)
    {
      g_autofree char *village = g_strconcat (cy_demo_draw (&cy_demo_village_heads, demo->random),
                                              cy_demo_draw (&cy_demo_village_tails, demo->random), NULL);
      gint64 id = cy_demo_unit (demo, conn, CY_UNIT_VILLAGE, township->township, village, error);

      if (id == 0)
        return FALSE;
      g_array_append_val (township->villages, id);
    }

  for (guint i = 0; i < cy_demo_school_words.n_words; i++)
    {
      g_autofree char *school = g_strconcat (name, cy_demo_school_words.words[i], NULL);
      gint64 id = cy_demo_unit (demo, conn, CY_UNIT_SCHOOL, township->township, school, error);

      if (id == 0)
        return FALSE;
      g_array_append_val (township->schools, id);
    }

  return TRUE;
}

/**
 * cy_demo_township:
 *
 * Sees to it that the places are those of the next child.
 */
gboolean
cy_demo_township (CyDemo  *demo,
                  CyConn  *conn,
                  GError **error)
{
  guint index = demo->n_children / CHILDREN_PER_TOWNSHIP;
  const char *name = cy_demo_township_names.words[index % cy_demo_township_names.n_words];

  if (g_strcmp0 (demo->township.name, name) == 0)
    return TRUE;

  return next_township (demo, conn, error);
}

/* Three of five families have one child, one of twelve has three. */
static guint
draw_n_children (CyDemo *demo)
{
  gint dice = cy_demo_between (demo, 1, 100);

  return dice <= 60 ? 1 : dice <= 92 ? 2 : 3;
}

static gboolean
make_family (CyDemo  *demo,
             CyConn  *conn,
             GError **error)
{
  CyDemoFamily family = { 0 };
  gint64 children[3];
  CyDay births[3];
  guint n = MIN (draw_n_children (demo), demo->n_wanted - demo->n_children);
  gboolean made;

  made = cy_demo_township (demo, conn, error) && cy_demo_family_make (demo, conn, &family, error);
  for (guint i = 0; made && i < n; i++)
    {
      children[i] = cy_demo_child_make (demo, conn, &family, &births[i], error);
      made = children[i] != 0;
    }
  made = made && cy_demo_care_make (demo, conn, children, births, n, error);
  cy_demo_family_clear (&family);

  demo->n_children += n;
  demo->n_families++;

  return made;
}

/**
 * cy_demo_step:
 * @conn: a connection in a transaction for writing
 *
 * Makes some thousand children more. Called in one transaction after the other until
 * cy_demo_is_done().
 *
 * Returns: whether it succeeded
 */
gboolean
cy_demo_step (CyDemo  *demo,
              CyConn  *conn,
              GError **error)
{
  if (demo->schemes == NULL && !cy_demo_care_begin (demo, conn, error))
    return FALSE;

  if (!cy_bulk_insert_begin (conn, error))
    return FALSE;
  for (guint i = 0; i < FAMILIES_PER_STEP && !cy_demo_is_done (demo); i++)
    if (!make_family (demo, conn, error))
      return FALSE;

  return cy_bulk_insert_end (conn, error);
}
