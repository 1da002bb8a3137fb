#pragma once

#include "../database.h"
#include "cy-db.h"
#include "cy-person.h"
#include "cy-roster-query.h"

G_BEGIN_DECLS

#define N_CHILDREN 2000
#define N_VILLAGES 30
#define N_SCHOOLS 12

/** What is known of a child beside the database. */
typedef struct {
  guint32 id;
  CyPerson *person;
  CyChild *child;
  char *phone_of_relative;
  gboolean flagged;
  gboolean in_bin;
} RosterRecord;

/** A database of two thousand people made at random. */
typedef struct {
  char *folder;
  char *path;
  CyDb *db;
  GArray *records;
  GPtrArray *units;             /* CyUnit, by id - 1 */
} RosterFixture;

void           roster_set_up    (RosterFixture       *f,
                                 gconstpointer        data);
void           roster_tear_down (RosterFixture       *f,
                                 gconstpointer        data);

CyUnit        *unit_of          (RosterFixture       *f,
                                 gint64               id);
GArray        *slow_answer      (RosterFixture       *f,
                                 const CyRosterQuery *query);
CyRosterQuery *random_query     (RosterFixture       *f);
void           assert_same      (const CyRosterQuery *query,
                                 const GArray        *expected,
                                 const guint32       *ids,
                                 guint                n_ids);

G_END_DECLS
