#pragma once

#include "care/cy-care.h"
#include "today/cy-agenda.h"
#include "today/cy-today-page.h"
#include "view-fixture.h"

G_BEGIN_DECLS

#define TODAY (cy_day_from_iso (VIEW_TODAY))

static inline gboolean
is_ready (gpointer page)
{
  return !cy_today_page_is_loading (page);
}

static inline CyTodayPage *
open_page (ViewFixture *f)
{
  AdwNavigationPage *page = cy_today_page_new (f->context);

  adw_navigation_view_push (f->pages, page);
  view_present (f, 800, 700);
  view_wait (is_ready, page);

  return CY_TODAY_PAGE (page);
}

static inline gpointer
log_job (CyConn        *conn,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  const CyAgendaRow *row = data;
  g_autoptr (CyContact) contact = cy_contact_new ();

  contact->kind = (CyContactKind) g_bit_nth_lsf (row->kinds, -1);
  contact->date = TODAY;
  contact->reached = TRUE;
  cy_contact_add_participant (contact, row->child_id, TRUE);
  cy_care_log_contact (conn, contact, error);

  return NULL;
}

static inline gpointer
agenda_job (CyConn        *conn,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return cy_agenda_load (conn, TODAY, error);
}

G_END_DECLS
