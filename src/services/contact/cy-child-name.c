#define G_LOG_DOMAIN "cy-contact"

#include "config.h"

#include "contact/cy-child-name.h"

#include "cy-person.h"

/** cy_child_name_free: @card: (nullable): no longer needed */
void
cy_child_name_free (CyChildName *card)
{
  if (card == NULL)
    return;

  g_free (card->name);
  g_free (card->place);
  g_free (card);
}

/* Appends the card of a child, or nothing where there is no such child. */
static gboolean
append_card (CyConn     *conn,
             GPtrArray  *cards,
             gint64      id,
             GError    **error)
{
  g_autoptr (GError) local = NULL;
  CyStmt *st = cy_conn_query (conn, &local,
                              "SELECT p.name, s.name, k.name, v.name FROM person p JOIN child c ON c.id = p.id "
                              "LEFT JOIN unit s ON s.id = c.school_id LEFT JOIN unit k ON k.id = c.class_id "
                              "LEFT JOIN unit v ON v.id = c.village_id "
                              "WHERE p.id = ? AND p.is_child AND p.deleted_at IS NULL", "i", id);

  if (st != NULL && cy_stmt_step (st, &local))
    {
      CyChildName *card = g_new0 (CyChildName, 1);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) parts = NULL;

      for (int column = 1; column <= 3; column++)
        {
          if (!cy_stmt_is_null (st, column))
            g_strv_builder_add (builder, cy_stmt_text (st, column));
        }
      parts = g_strv_builder_end (builder);
      card->id = id;
      card->name = cy_stmt_dup_text (st, 0);
      if (parts[0] != NULL)
        card->place = g_strjoinv (" · ", parts);
      g_ptr_array_add (cards, card);
      cy_stmt_reset (st);
    }
  if (local == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/**
 * cy_child_names_load:
 * @ids: (array length=n_ids): children
 *
 * Returns: (transfer full) (element-type CyChildName) (nullable): those of them that are not
 *   in the bin, in the same order; %NULL with @error set
 */
GPtrArray *
cy_child_names_load (CyConn        *conn,
                     const gint64  *ids,
                     guint          n_ids,
                     GError       **error)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_child_name_free);

  for (guint i = 0; i < n_ids; i++)
    {
      if (!append_card (conn, cards, ids[i], error))
        return NULL;
    }

  return g_steal_pointer (&cards);
}

static GPtrArray *
collect (CyConn  *conn,
         CyStmt  *st,
         GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local = NULL;

  while (st != NULL && cy_stmt_step (st, &local))
    {
      gint64 id = cy_stmt_int64 (st, 0);

      g_array_append_val (ids, id);
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return cy_child_names_load (conn, (const gint64 *) ids->data, ids->len, error);
}

static gboolean
contains (const gint64 *ids,
          guint         n_ids,
          gint64        id)
{
  for (guint i = 0; i < n_ids; i++)
    {
      if (ids[i] == id)
        return TRUE;
    }

  return FALSE;
}

/**
 * cy_child_names_siblings:
 * @ids: (array length=n_ids): children
 *
 * Returns: (transfer full) (element-type CyChildName) (nullable): their brothers and sisters,
 *   linked as such or by a parent, who are not among them; %NULL with @error set
 */
GPtrArray *
cy_child_names_siblings (CyConn        *conn,
                         const gint64  *ids,
                         guint          n_ids,
                         GError       **error)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_child_name_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < n_ids; i++)
    {
      g_autoptr (GPtrArray) found = NULL;
      g_autoptr (GError) local = NULL;
      CyStmt *st = cy_conn_query (conn, &local,
                                  "SELECT person_id FROM relation WHERE child_id = ?1 AND role = ?2 "
                                  "AND deleted_at IS NULL UNION "
                                  "SELECT child_id FROM relation WHERE person_id = ?1 AND role = ?2 "
                                  "AND deleted_at IS NULL UNION "
                                  "SELECT b.child_id FROM relation a JOIN relation b ON b.person_id = a.person_id "
                                  "WHERE a.child_id = ?1 AND a.role = ?3 AND b.role = ?3 AND b.child_id <> ?1 "
                                  "AND a.deleted_at IS NULL AND b.deleted_at IS NULL", "iii",
                                  ids[i], (gint64) CY_RELATION_SIBLING, (gint64) CY_RELATION_PARENT);

      if (st != NULL)
        found = collect (conn, st, &local);
      if (found == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      while (found->len > 0)
        {
          g_autoptr (CyChildName) card = g_ptr_array_steal_index (found, 0);

          if (contains (ids, n_ids, card->id) || !g_hash_table_add (seen, g_memdup2 (&card->id, sizeof card->id)))
            continue;
          g_ptr_array_add (cards, g_steal_pointer (&card));
        }
    }

  return g_steal_pointer (&cards);
}

/**
 * cy_child_names_search:
 * @text: what somebody types: part of a name, pinyin, initials
 * @limit: no more than these
 *
 * Returns: (transfer full) (element-type CyChildName) (nullable): children whom it may mean,
 *   by name; %NULL with @error set
 */
GPtrArray *
cy_child_names_search (CyConn      *conn,
                       const char  *text,
                       guint        limit,
                       GError     **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *pattern = g_strdup_printf ("%%%s%%", text);
  CyStmt *st = cy_conn_query (conn, &local,
                              "SELECT id FROM person WHERE is_child AND deleted_at IS NULL "
                              "AND (name LIKE ?1 OR pinyin LIKE ?1 OR replace (pinyin, ' ', '') LIKE ?1) "
                              "ORDER BY sort_key, id LIMIT ?2", "ti", pattern, (gint64) limit);
  GPtrArray *cards = st != NULL ? collect (conn, st, &local) : NULL;

  if (cards == NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return cards;
}
