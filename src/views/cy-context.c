#define G_LOG_DOMAIN "cy-context"

#include "config.h"

#include "cy-context.h"

#include "care/cy-care-presets.h"
#include "cy-profile-store.h"

/* How often the clock is looked at. The day can change while the machine sleeps, which no
 * timer notices; the window looks at once when it becomes active. */
#define CLOCK_SECONDS 30

struct _CyContext {
  GObject parent_instance;

  CyArchive *archive;
  gboolean unlocked;
  gboolean locking;
  GCancellable *cancellable;    /* of the time since the archive was unlocked */

  CyDay today;
  gboolean today_fixed;
  guint clock_source;

  guint idle_minutes;
  gint64 touched_at;            /* monotonic, of the person's last key or movement */
};

G_DEFINE_FINAL_TYPE (CyContext, cy_context, G_TYPE_OBJECT)

typedef enum {
  PROP_ARCHIVE = 1,
  PROP_UNLOCKED,
  PROP_TODAY,
  PROP_IDLE_MINUTES,
} CyContextProperty;

static GParamSpec *properties[PROP_IDLE_MINUTES + 1];

enum {
  TOAST,
  ERROR,
  LOCKING,
  LOCK_REQUESTED,
  OPEN_CHILD,
  OPEN_PAGE,
  LOG_CONTACT,
  EDIT_CONTACT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gpointer
refresh_job (CyConn        *conn,
             gpointer       today,
             GCancellable  *cancellable,
             GError       **error)
{
  if (cy_care_propose_terms (conn, GPOINTER_TO_INT (today), error))
    cy_profile_refresh (conn, GPOINTER_TO_INT (today), error);
  return NULL;
}

static void
refreshed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  cy_db_submit_finish (CY_DB (source), result, &error);
  if (error != NULL)
    g_info ("The children could not be brought up to the day: %s", error->message);
}

/* Children come of age and parents leave and come back without anybody writing it down. */
static void
refresh_children (CyContext *self)
{
  if (self->unlocked)
    cy_db_submit (cy_archive_get_db (self->archive), CY_DB_WRITE, refresh_job, GINT_TO_POINTER (self->today),
                  NULL, NULL, self->cancellable, refreshed_cb, NULL);
}

static gboolean
clock_cb (gpointer user_data)
{
  CyContext *self = CY_CONTEXT (user_data);

  cy_context_update_today (self);
  cy_context_check_idle (self, g_get_monotonic_time ());

  return G_SOURCE_CONTINUE;
}

static void
cy_context_dispose (GObject *object)
{
  CyContext *self = CY_CONTEXT (object);

  g_clear_handle_id (&self->clock_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->archive);

  G_OBJECT_CLASS (cy_context_parent_class)->dispose (object);
}

static void
cy_context_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  CyContext *self = CY_CONTEXT (object);

  switch ((CyContextProperty) id)
    {
    case PROP_ARCHIVE:
      g_value_set_object (value, self->archive);
      break;
    case PROP_UNLOCKED:
      g_value_set_boolean (value, self->unlocked);
      break;
    case PROP_TODAY:
      g_value_set_int (value, self->today);
      break;
    case PROP_IDLE_MINUTES:
      g_value_set_uint (value, self->idle_minutes);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cy_context_set_property (GObject      *object,
                         guint         id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  CyContext *self = CY_CONTEXT (object);

  switch ((CyContextProperty) id)
    {
    case PROP_ARCHIVE:
      cy_context_set_archive (self, g_value_get_object (value));
      break;
    case PROP_IDLE_MINUTES:
      cy_context_set_idle_minutes (self, g_value_get_uint (value));
      break;
    case PROP_UNLOCKED:
    case PROP_TODAY:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cy_context_class_init (CyContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = cy_context_dispose;
  object_class->get_property = cy_context_get_property;
  object_class->set_property = cy_context_set_property;

  /** CyContext:archive: the archive that is open, locked or not */
  properties[PROP_ARCHIVE] =
    g_param_spec_object ("archive", NULL, NULL, CY_TYPE_ARCHIVE,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /** CyContext:unlocked: whether its databases may be used */
  properties[PROP_UNLOCKED] =
    g_param_spec_boolean ("unlocked", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /** CyContext:today: the day for which every due list is made, a #CyDay */
  properties[PROP_TODAY] =
    g_param_spec_int ("today", NULL, NULL, G_MININT, G_MAXINT, 0,
                      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /** CyContext:idle-minutes: the archive locks itself after so many idle minutes; 0 for never */
  properties[PROP_IDLE_MINUTES] =
    g_param_spec_uint ("idle-minutes", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /** CyContext::toast: @toast is to be shown */
  signals[TOAST] =
    g_signal_new ("toast", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);
  /** CyContext::error-raised: something a person asked for failed with @error */
  signals[ERROR] =
    g_signal_new ("error-raised", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  /** CyContext::locking: the databases are about to close; the last moment to queue a draft */
  signals[LOCKING] =
    g_signal_new ("locking", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /** CyContext::lock-requested: a person or the idle time asks for cy_context_lock() */
  signals[LOCK_REQUESTED] =
    g_signal_new ("lock-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /** CyContext::open-child: the file of the child @child_id is to be shown */
  signals[OPEN_CHILD] =
    g_signal_new ("open-child", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  /** CyContext::open-page: the page named @page is to be shown */
  signals[OPEN_PAGE] =
    g_signal_new ("open-page", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /** CyContext::log-contact: a contact with @child_ids (GArray of gint64) is to be logged; @kinds may be 0 */
  signals[LOG_CONTACT] =
    g_signal_new ("log-contact", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_ARRAY, G_TYPE_UINT);
  /** CyContext::edit-contact: the contact @contact_id is to be edited */
  signals[EDIT_CONTACT] =
    g_signal_new ("edit-contact", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
cy_context_init (CyContext *self)
{
  self->today = cy_day_today ();
  self->touched_at = g_get_monotonic_time ();
  self->clock_source = g_timeout_add_seconds (CLOCK_SECONDS, clock_cb, self);
  g_source_set_name_by_id (self->clock_source, "[chuyan] clock");
}

/**
 * cy_context_new:
 *
 * Makes what the views share: the archive, today, and the ways to reach the window. It has
 * no archive yet.
 *
 * Returns: (transfer full): the context
 */
CyContext *
cy_context_new (void)
{
  return g_object_new (CY_TYPE_CONTEXT, NULL);
}

/* The archive */

/** cy_context_get_archive: Returns: (transfer none) (nullable): the archive that is open, locked or not */
CyArchive *
cy_context_get_archive (CyContext *self)
{
  g_return_val_if_fail (CY_IS_CONTEXT (self), NULL);

  return self->archive;
}

/**
 * cy_context_set_archive:
 * @archive: (nullable): an archive, locked or unlocked; %NULL to close the one that is open
 *
 * Opens another archive. The one before it is locked first.
 */
void
cy_context_set_archive (CyContext *self,
                        CyArchive *archive)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  if (archive == self->archive)
    return;

  cy_context_lock (self);
  g_set_object (&self->archive, archive);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARCHIVE]);
  if (archive != NULL && cy_archive_get_db (archive) != NULL)
    cy_context_unlocked (self);
}

/** cy_context_get_unlocked: Returns: whether an archive is open and unlocked */
gboolean
cy_context_get_unlocked (CyContext *self)
{
  g_return_val_if_fail (CY_IS_CONTEXT (self), FALSE);

  return self->unlocked;
}

/**
 * cy_context_unlocked:
 *
 * Tells everybody that the archive has been unlocked: what asked for the password calls it
 * when cy_archive_unlock() has succeeded.
 */
void
cy_context_unlocked (CyContext *self)
{
  g_return_if_fail (CY_IS_CONTEXT (self));
  g_return_if_fail (self->archive != NULL && cy_archive_get_db (self->archive) != NULL);

  if (self->unlocked)
    return;

  self->cancellable = g_cancellable_new ();
  self->unlocked = TRUE;
  cy_context_touch (self);
  cy_context_update_today (self);
  refresh_children (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNLOCKED]);
}

/**
 * cy_context_lock:
 *
 * Locks the archive: forms queue their drafts, what still runs is cancelled, views let go
 * of everything, then the databases are closed. Harmless when it is locked.
 */
void
cy_context_lock (CyContext *self)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  if (!self->unlocked || self->locking)
    return;

  self->locking = TRUE;
  g_signal_emit (self, signals[LOCKING], 0);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->unlocked = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNLOCKED]);
  cy_archive_lock (self->archive);
  self->locking = FALSE;
}

/**
 * cy_context_request_lock:
 *
 * Asks whoever shows the archive to lock it; the window may first let a dialog close.
 */
void
cy_context_request_lock (CyContext *self)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  if (self->unlocked)
    g_signal_emit (self, signals[LOCK_REQUESTED], 0);
}

/** cy_context_get_db: Returns: (transfer none) (nullable): the care database, or %NULL while locked */
CyDb *
cy_context_get_db (CyContext *self)
{
  g_return_val_if_fail (CY_IS_CONTEXT (self), NULL);

  return self->unlocked ? cy_archive_get_db (self->archive) : NULL;
}

/**
 * cy_context_get_counselling_db:
 *
 * Returns: (transfer none) (nullable): the database of confidential notes, or %NULL while
 *   locked and for a user who was not given its key
 */
CyDb *
cy_context_get_counselling_db (CyContext *self)
{
  g_return_val_if_fail (CY_IS_CONTEXT (self), NULL);

  return self->unlocked ? cy_archive_get_counselling_db (self->archive) : NULL;
}

/** cy_context_get_user_id: Returns: who unlocked the archive; 0 while locked */
gint64
cy_context_get_user_id (CyContext *self)
{
  g_return_val_if_fail (CY_IS_CONTEXT (self), 0);

  return self->unlocked ? cy_archive_get_user_id (self->archive) : 0;
}

/**
 * cy_context_get_cancellable:
 *
 * For jobs whose answer is of no use once the archive is locked: reading a page, a due list.
 * Not for writes that a person asked for.
 *
 * Returns: (transfer none) (nullable): cancelled when the archive locks; %NULL while locked
 */
GCancellable *
cy_context_get_cancellable (CyContext *self)
{
  g_return_val_if_fail (CY_IS_CONTEXT (self), NULL);

  return self->cancellable;
}

/* The clock */

/** cy_context_get_today: Returns: the day for which every due list is made */
CyDay
cy_context_get_today (CyContext *self)
{
  g_return_val_if_fail (CY_IS_CONTEXT (self), CY_DAY_NONE);

  return self->today;
}

static void
take_today (CyContext *self,
            CyDay      today)
{
  if (today == self->today)
    return;

  self->today = today;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TODAY]);
  refresh_children (self);
}

/**
 * cy_context_set_fixed_today:
 * @today: a day that stays today, for tests and pictures; %CY_DAY_NONE for the clock's
 */
void
cy_context_set_fixed_today (CyContext *self,
                            CyDay      today)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  self->today_fixed = today != CY_DAY_NONE;
  take_today (self, self->today_fixed ? today : cy_day_today ());
}

/** cy_context_update_today: looks at the clock now, as when the window becomes active again */
void
cy_context_update_today (CyContext *self)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  if (!self->today_fixed)
    take_today (self, cy_day_today ());
}

/** cy_context_get_idle_minutes: Returns: after how many idle minutes the archive locks; 0 for never */
guint
cy_context_get_idle_minutes (CyContext *self)
{
  g_return_val_if_fail (CY_IS_CONTEXT (self), 0);

  return self->idle_minutes;
}

/** cy_context_set_idle_minutes: @minutes: after how many idle minutes the archive locks; 0 for never */
void
cy_context_set_idle_minutes (CyContext *self,
                             guint      minutes)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  if (minutes == self->idle_minutes)
    return;

  self->idle_minutes = minutes;
  cy_context_touch (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IDLE_MINUTES]);
}

/** cy_context_touch: notes that somebody is here: the idle time starts anew */
void
cy_context_touch (CyContext *self)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  self->touched_at = g_get_monotonic_time ();
}

/**
 * cy_context_check_idle:
 * @now: a monotonic time
 *
 * Asks to lock the archive when nobody has been here for as long as is allowed. Done now and
 * then by itself.
 */
void
cy_context_check_idle (CyContext *self,
                       gint64     now)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  if (self->unlocked && self->idle_minutes > 0 &&
      now - self->touched_at >= self->idle_minutes * 60 * G_TIME_SPAN_SECOND)
    cy_context_request_lock (self);
}

/* The ways to the window */

/** cy_context_toast: @toast: (transfer full): what the window shows for a moment */
void
cy_context_toast (CyContext *self,
                  AdwToast  *toast)
{
  g_autoptr (AdwToast) owned = toast;

  g_return_if_fail (CY_IS_CONTEXT (self));
  g_return_if_fail (ADW_IS_TOAST (toast));

  g_signal_emit (self, signals[TOAST], 0, owned);
}

/**
 * cy_context_error:
 * @error: (nullable): why something a person asked for failed
 *
 * Shows the cause and what can be done. Nothing is shown for %NULL and for what was cancelled.
 */
void
cy_context_error (CyContext    *self,
                  const GError *error)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  if (error == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_signal_emit (self, signals[ERROR], 0, error);
}

/** cy_context_open_child: shows the file of the child @child_id */
void
cy_context_open_child (CyContext *self,
                       gint64     child_id)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  g_signal_emit (self, signals[OPEN_CHILD], 0, child_id);
}

/** cy_context_open_page: shows the page named @page: "today", "children", "reports", "import", "preferences" */
void
cy_context_open_page (CyContext  *self,
                      const char *page)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  g_signal_emit (self, signals[OPEN_PAGE], 0, page);
}

/**
 * cy_context_log_contact:
 * @child_ids: (array length=n_child_ids) (nullable): the children it was with, where known
 * @kinds: the #CyContactKinds to choose from first; 0 for any
 *
 * Opens the dialog that logs a contact.
 */
void
cy_context_log_contact (CyContext    *self,
                        const gint64 *child_ids,
                        guint         n_child_ids,
                        guint32       kinds)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_if_fail (CY_IS_CONTEXT (self));

  if (n_child_ids > 0)
    g_array_append_vals (ids, child_ids, n_child_ids);
  g_signal_emit (self, signals[LOG_CONTACT], 0, ids, kinds);
}

/** cy_context_edit_contact: opens the dialog on the contact @contact_id */
void
cy_context_edit_contact (CyContext *self,
                         gint64     contact_id)
{
  g_return_if_fail (CY_IS_CONTEXT (self));

  g_signal_emit (self, signals[EDIT_CONTACT], 0, contact_id);
}
