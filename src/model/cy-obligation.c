#include "config.h"

#include "cy-obligation.h"

#include <string.h>

/* Ten years: longer than any scheme asks, and short enough for every sum of days. */
#define MAX_DAYS 3660
#define MAX_COUNT 366

static const char * const window_keys[CY_WINDOW_COUNT] = {
  "rolling", "week", "month", "quarter", "half-year", "term", "holiday", "year",
};

static const char * const target_keys[CY_TARGET_COUNT] = { "child", "pairing", "group", "unit" };

/** cy_window_to_key: Returns: the name of the window in chuyanctl's interface */
const char *
cy_window_to_key (CyWindow window)
{
  g_return_val_if_fail ((guint) window < CY_WINDOW_COUNT, NULL);

  return window_keys[window];
}

/** cy_target_to_key: Returns: the name of the target in chuyanctl's interface */
const char *
cy_target_to_key (CyTarget target)
{
  g_return_val_if_fail ((guint) target < CY_TARGET_COUNT, NULL);

  return target_keys[target];
}

/** cy_obligation_new: Returns: (transfer full): one talk a month with the child, without key and name */
CyObligation *
cy_obligation_new (void)
{
  CyObligation *obligation = g_new0 (CyObligation, 1);

  obligation->kinds = CY_CONTACT_KIND_BIT (CY_CONTACT_TALK);
  obligation->window = CY_WINDOW_MONTH;
  obligation->count = 1;

  return obligation;
}

/** cy_obligation_copy: Returns: (transfer full): an independent copy */
CyObligation *
cy_obligation_copy (const CyObligation *obligation)
{
  CyObligation *copy = g_memdup2 (obligation, sizeof *obligation);

  copy->key = g_strdup (obligation->key);
  copy->name = g_strdup (obligation->name);
  copy->who = g_strdup (obligation->who);
  copy->source = g_strdup (obligation->source);

  return copy;
}

/**
 * cy_obligation_free:
 * @obligation: (transfer full) (nullable): an obligation
 */
void
cy_obligation_free (CyObligation *obligation)
{
  if (obligation == NULL)
    return;

  g_free (obligation->key);
  g_free (obligation->name);
  g_free (obligation->who);
  g_free (obligation->source);
  g_free (obligation);
}

/**
 * cy_obligation_is_valid:
 *
 * Whether the engine can work with it: it has a key without spaces, a name, at least one known kind, and
 * a length where its window needs one.
 *
 * Returns: whether all of this holds
 */
gboolean
cy_obligation_is_valid (const CyObligation *obligation)
{
  const CyContactKinds known = CY_CONTACT_KIND_BIT (CY_CONTACT_KIND_COUNT) - 1;

  if (obligation->key == NULL || *obligation->key == '\0' || strpbrk (obligation->key, " \t\n") != NULL)
    return FALSE;
  if (obligation->name == NULL || *obligation->name == '\0')
    return FALSE;
  if (obligation->kinds == 0 || (obligation->kinds & ~known) != 0)
    return FALSE;
  if ((guint) obligation->window >= CY_WINDOW_COUNT || (guint) obligation->target >= CY_TARGET_COUNT)
    return FALSE;
  if (obligation->count < 1 || obligation->count > MAX_COUNT)
    return FALSE;
  if (obligation->window == CY_WINDOW_ROLLING)
    return obligation->days >= 1 && obligation->days <= MAX_DAYS;

  return TRUE;
}

/** cy_scheme_new: Returns: (transfer full): a scheme without key, name or obligations */
CyScheme *
cy_scheme_new (void)
{
  CyScheme *scheme = g_new0 (CyScheme, 1);

  scheme->obligations = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_obligation_free);

  return scheme;
}

static gpointer
copy_obligation (gconstpointer obligation,
                 gpointer      user_data)
{
  return cy_obligation_copy (obligation);
}

/** cy_scheme_copy: Returns: (transfer full): an independent copy with copies of its obligations */
CyScheme *
cy_scheme_copy (const CyScheme *scheme)
{
  CyScheme *copy = g_new0 (CyScheme, 1);

  copy->id = scheme->id;
  copy->key = g_strdup (scheme->key);
  copy->name = g_strdup (scheme->name);
  copy->source = g_strdup (scheme->source);
  copy->obligations = g_ptr_array_copy (scheme->obligations, copy_obligation, NULL);
  g_ptr_array_set_free_func (copy->obligations, (GDestroyNotify) cy_obligation_free);

  return copy;
}

/**
 * cy_scheme_free:
 * @scheme: (transfer full) (nullable): a scheme
 */
void
cy_scheme_free (CyScheme *scheme)
{
  if (scheme == NULL)
    return;

  g_free (scheme->key);
  g_free (scheme->name);
  g_free (scheme->source);
  g_ptr_array_unref (scheme->obligations);
  g_free (scheme);
}
