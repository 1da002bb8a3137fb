#pragma once

#include <adwaita.h>

#include "cy-day.h"
#include "cy-db.h"
#include "keys/cy-archive.h"

G_BEGIN_DECLS

#define CY_TYPE_CONTEXT (cy_context_get_type ())
G_DECLARE_FINAL_TYPE (CyContext, cy_context, CY, CONTEXT, GObject)

CyContext    *cy_context_new                (void);

CyArchive    *cy_context_get_archive        (CyContext      *self);
void          cy_context_set_archive        (CyContext      *self,
                                             CyArchive      *archive);
gboolean      cy_context_get_unlocked       (CyContext      *self);
void          cy_context_unlocked           (CyContext      *self);
void          cy_context_lock               (CyContext      *self);
void          cy_context_request_lock       (CyContext      *self);
CyDb         *cy_context_get_db             (CyContext      *self);
CyDb         *cy_context_get_counselling_db (CyContext      *self);
gint64        cy_context_get_user_id        (CyContext      *self);
GCancellable *cy_context_get_cancellable    (CyContext      *self);

CyDay         cy_context_get_today          (CyContext      *self);
void          cy_context_set_fixed_today    (CyContext      *self,
                                             CyDay           today);
void          cy_context_update_today       (CyContext      *self);

guint         cy_context_get_idle_minutes   (CyContext      *self);
void          cy_context_set_idle_minutes   (CyContext      *self,
                                             guint           minutes);
void          cy_context_touch              (CyContext      *self);
void          cy_context_check_idle         (CyContext      *self,
                                             gint64          now);

void          cy_context_toast              (CyContext      *self,
                                             AdwToast       *toast);
void          cy_context_error              (CyContext      *self,
                                             const GError   *error);
void          cy_context_open_child         (CyContext      *self,
                                             gint64          child_id);
void          cy_context_open_page          (CyContext      *self,
                                             const char     *page);
void          cy_context_log_contact        (CyContext      *self,
                                             const gint64   *child_ids,
                                             guint           n_child_ids,
                                             guint32         kinds);
void          cy_context_edit_contact       (CyContext      *self,
                                             gint64          contact_id);

G_END_DECLS
