#pragma once

#include "cy-demo.h"
#include "cy-person.h"

G_BEGIN_DECLS

/* The places of the township that is being filled. */
typedef struct {
  gint64 township;
  GArray *villages;             /* gint64 */
  GArray *schools;              /* gint64, in the order of cy_demo_school_words */
  char *name;
} CyDemoTownship;

struct _CyDemo {
  GRand *random;
  CyDay today;
  guint n_wanted;
  guint n_children;
  guint n_contacts;
  guint n_families;

  gint64 county;
  CyDemoTownship township;
  GPtrArray *schemes;           /* CyScheme: those that children are enrolled in */
  GHashTable *units;            /* "parent/kind/name" → id */
  GHashTable *serials;          /* birthday → a byte for each serial number, whether it is somebody's */
};

/* A family while it is made. */
typedef struct {
  const char *surname;
  CyKin guardian_kin;
  gboolean father_away;
  gboolean mother_away;
  gint64 father;
  gint64 mother;
  gint64 guardian;              /* 0 where a parent at home looks after the children */
  gint64 village;
  char *village_name;
  char *phone;                  /* of whoever looks after them */
} CyDemoFamily;

/* Families */
gboolean cy_demo_family_make  (CyDemo        *demo,
                               CyConn        *conn,
                               CyDemoFamily  *family,
                               GError       **error);
void     cy_demo_family_clear (CyDemoFamily  *family);
gint64   cy_demo_child_make   (CyDemo        *demo,
                               CyConn        *conn,
                               CyDemoFamily  *family,
                               CyDay         *birth,
                               GError       **error);

/* Care */
gboolean cy_demo_care_begin   (CyDemo        *demo,
                               CyConn        *conn,
                               GError       **error);
gboolean cy_demo_care_make    (CyDemo        *demo,
                               CyConn        *conn,
                               const gint64  *children,
                               const CyDay   *births,
                               guint          n_children,
                               GError       **error);

/* Places */
gint64   cy_demo_unit         (CyDemo        *demo,
                               CyConn        *conn,
                               CyUnitKind     kind,
                               gint64         parent,
                               const char    *name,
                               GError       **error);
gboolean cy_demo_township     (CyDemo        *demo,
                               CyConn        *conn,
                               GError       **error);

gint     cy_demo_between      (CyDemo        *demo,
                               gint           low,
                               gint           high);
gboolean cy_demo_chance       (CyDemo        *demo,
                               gint           percent);

G_END_DECLS
