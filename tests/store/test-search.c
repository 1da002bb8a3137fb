#include <string.h>

#include "cy-id-bits.h"
#include "cy-search-store.h"
#include "test-store.h"

/* The search's table against a plain model: who has which term, over several blocks of ids,
 * whether they are few or many in theirs, whatever comes, changes and goes. */

#define BLOCK 65536

typedef struct {
  TestStore store;
  GHashTable *phones;           /* id → the phone, owned */
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  test_store_set_up (&f->store);
  f->phones = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_hash_table_unref (f->phones);
  test_store_tear_down (&f->store);
}

static void
settle (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  cy_search_settle (f->store.conn, &error);
  g_assert_no_error (error);
}

static void
add (Fixture    *f,
     gint64      id,
     const char *phone)
{
  g_autoptr (GError) error = NULL;

  cy_conn_run (f->store.conn, &error, "INSERT INTO person (id, is_child, name, sort_key, phone) VALUES (?, 1, '欢欢', x'00', ?)",
               "it", id, phone);
  g_assert_no_error (error);
  g_hash_table_insert (f->phones, GSIZE_TO_POINTER (id), g_strdup (phone));
}

static void
change (Fixture    *f,
        gint64      id,
        const char *phone)
{
  g_autoptr (GError) error = NULL;

  cy_conn_run (f->store.conn, &error, "UPDATE person SET phone = ? WHERE id = ?", "ti", phone, id);
  g_assert_no_error (error);
  g_hash_table_insert (f->phones, GSIZE_TO_POINTER (id), g_strdup (phone));
}

static void
take_away (Fixture *f,
           gint64   id)
{
  g_autoptr (GError) error = NULL;

  cy_conn_run (f->store.conn, &error, "DELETE FROM person WHERE id = ?", "i", id);
  g_assert_no_error (error);
  g_hash_table_remove (f->phones, GSIZE_TO_POINTER (id));
}

/* Who has the four digits is found, and nobody else. */
static void
assert_found (Fixture    *f,
              const char *digits)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyIdBits) bits = cy_id_bits_new ();
  g_autofree char *term = g_strconcat ("d", digits, NULL);
  GHashTableIter iter;
  gpointer id, phone;
  gsize n = 0;

  cy_search_find (f->store.conn, term, FALSE, bits, &error);
  g_assert_no_error (error);
  g_hash_table_iter_init (&iter, f->phones);
  while (g_hash_table_iter_next (&iter, &id, &phone))
    if (phone != NULL && strstr (phone, digits) != NULL)
      {
        g_assert_true (cy_id_bits_has (bits, (guint32) GPOINTER_TO_SIZE (id)));
        n++;
      }
  g_assert_cmpuint (cy_id_bits_count (bits), ==, n);
}

static void
assert_all_found (Fixture *f)
{
  static const char * const digits[] = { "1380", "1390", "0000", "0001", "0100", "9999" };

  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    assert_found (f, digits[i]);
}

static gint64
count (Fixture    *f,
       const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  cy_conn_int64 (f->store.conn, &error, &n, sql, NULL);
  g_assert_no_error (error);

  return n;
}

static void
test_several_blocks (Fixture       *f,
                     gconstpointer  data)
{
  add (f, 1, "13800000001");
  add (f, BLOCK - 1, "13800000100");
  add (f, BLOCK, "13800000001");
  add (f, 3 * BLOCK + 5, "13900000001");
  settle (f);
  assert_all_found (f);

  /* Before and after those who are there. */
  add (f, 7, "13900009999");
  add (f, BLOCK - 2, "13800009999");
  settle (f);
  assert_all_found (f);

  change (f, BLOCK, "13900000100");
  change (f, 7, NULL);
  take_away (f, BLOCK - 1);
  settle (f);
  assert_all_found (f);
}

/* More than four thousand of a block are kept as bits, fewer as a list. */
static void
test_many_of_a_block (Fixture       *f,
                      gconstpointer  data)
{
  for (gint64 id = 1; id <= 5000; id++)
    {
      g_autofree char *phone = g_strdup_printf ("1380000%04d", (int) id);

      add (f, id, phone);
      if (id % 1700 == 0)
        settle (f);
    }
  settle (f);
  assert_all_found (f);

  for (gint64 id = 1; id <= 5000; id += 2)
    change (f, id, "13900009999");
  settle (f);
  assert_all_found (f);

  for (gint64 id = 2; id <= 5000; id += 2)
    take_away (f, id);
  settle (f);
  assert_all_found (f);
}

/* What happens to one person within one transaction counts as a whole. */
static void
test_within_a_transaction (Fixture       *f,
                           gconstpointer  data)
{
  add (f, 1, "13800000001");
  settle (f);

  change (f, 1, "13900009999");
  change (f, 1, "13800000100");
  add (f, 2, "13900000001");
  take_away (f, 2);
  take_away (f, 1);
  add (f, 1, "13900009999");
  settle (f);
  assert_all_found (f);

  take_away (f, 1);
  settle (f);
  assert_all_found (f);
  g_assert_cmpint (count (f, "SELECT count(*) FROM search"), ==, 0);
  g_assert_cmpint (count (f, "SELECT count(*) FROM search_stale"), ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/search/several-blocks", test_several_blocks);
  ADD ("/search/many-of-a-block", test_many_of_a_block);
  ADD ("/search/within-a-transaction", test_within_a_transaction);

  return g_test_run ();
}
