#pragma once

#include "keys/cy-archive-private.h"

/* Quick, for tests only. */
#define QUICK_KDF ((CyKdf) { .ops = 1, .memory = 16 * 1024 })

#define PASSWORD "correct horse"

typedef struct {
  char *folder;
  char *path;
  char *code;
} Fixture;

void       fixture_set_up    (Fixture       *f,
                              gconstpointer  data);
void       fixture_tear_down (Fixture       *f,
                              gconstpointer  data);

/* Opens the archive, and unlocks it; nothing may fail. */
CyArchive *fixture_open      (Fixture       *f);
CyArchive *fixture_unlock    (Fixture       *f,
                              const char    *password);

/* Whether a password opens the archive. */
gboolean   fixture_opens     (Fixture       *f,
                              const char    *password);

/* A path in the archive's folder. */
char      *fixture_file      (Fixture       *f,
                              const char    *name);

/* The names and contents of all files in the archive's folder but the lock, as text. */
char      *fixture_state     (Fixture       *f);

void       remove_tree       (const char    *path);
