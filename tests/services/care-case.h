#pragma once

#include "care/cy-care-engine.h"

G_BEGIN_DECLS

#define DAY(text) (cy_day_from_iso (text))
#define BIT(kind) CY_CONTACT_KIND_BIT (CY_CONTACT_##kind)

/** What the care engine is told in a test: one child, and what it is owed. */
typedef struct {
  GPtrArray *obligations;
  GPtrArray *terms;
  GArray *enrolments;
  GArray *pauses;
  GArray *contacts;
} Case;

Case          new_case   (void);
void          case_clear (Case           *c);
CyObligation *owe        (Case           *c,
                          gint64          scheme_id,
                          const char     *key,
                          CyContactKinds  kinds,
                          CyWindow        window,
                          int             days,
                          int             count);
void          enrol      (Case           *c,
                          gint64          scheme_id,
                          const char     *from,
                          const char     *to);
void          pause_care (Case           *c,
                          const char     *from,
                          const char     *to);
void          contact    (Case           *c,
                          const char     *day,
                          CyContactKind   kind);
void          term       (Case           *c,
                          CyTermKind      kind,
                          const char     *from,
                          const char     *to);
CyCareChild   child_of   (Case           *c);
char         *due        (Case           *c,
                          const char     *today);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

/** Compares all rows of a day: "state due done/required sources; …" */
#define assert_due(c, today, expected)                  \
  G_STMT_START {                                        \
    g_autofree char *actual = due (c, today);           \
    g_assert_cmpstr (actual, ==, expected);             \
  } G_STMT_END

G_END_DECLS
