#pragma once

#include "cy-agenda.h"

G_BEGIN_DECLS

/* Past so many rows of what has been done lately nobody looks. */
#define CY_AGENDA_RECENT_ROWS 10
#define CY_AGENDA_RECENT_DAYS 7

/**
 * CyAgendaMaker:
 *
 * What is needed while an agenda is made: its rows so far, and names that many share.
 */
typedef struct {
  CyConn *conn;
  CyAgenda *agenda;             /* what is being made */
  GArray *rows;                 /* CyAgendaRow, in any order and without places */
  GHashTable *obligations;      /* key → name */
  GHashTable *sources;          /* a due row's sources → their place in those of the agenda */
} CyAgendaMaker;

void        cy_agenda_maker_init       (CyAgendaMaker  *maker,
                                        CyConn         *conn,
                                        CyAgenda       *agenda);
void        cy_agenda_maker_clear      (CyAgendaMaker  *maker);
gboolean    cy_agenda_maker_prepare    (CyAgendaMaker  *maker,
                                        GError        **error);
gboolean    cy_agenda_maker_add_rows   (CyAgendaMaker  *maker,
                                        gint64          child_id,
                                        GError        **error);
gboolean    cy_agenda_maker_add_recent (CyAgendaMaker  *maker,
                                        GError        **error);
gboolean    cy_agenda_maker_finish     (CyAgendaMaker  *maker,
                                        GError        **error);
gboolean    cy_agenda_maker_insert     (CyAgendaMaker  *maker,
                                        GError        **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CyAgendaMaker, cy_agenda_maker_clear)

G_END_DECLS
