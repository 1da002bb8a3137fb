#define G_LOG_DOMAIN "cy-date-row"

#include "config.h"

#include "cy-date-row.h"

#include <glib/gi18n.h>

/*
 * An entry for a date. It reads dates as people write them and shows them as YYYY-MM-DD,
 * or YYYY-MM and YYYY where only that much is known. A calendar opens from its button.
 */
struct _CyDateRow {
  AdwEntryRow parent_instance;

  GtkCalendar *calendar;
  GtkMenuButton *button;
  CyDay day;
  CyDatePrecision precision;
  int shown_month;
  gboolean coarse;
  gboolean valid;
  gboolean setting;
};

enum {
  PROP_DAY = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CyDateRow, cy_date_row, ADW_TYPE_ENTRY_ROW)

/* Digits of any script become ASCII ones; every other run of characters becomes one '-'. */
static char *
normalise (const char *text)
{
  GString *s = g_string_new (NULL);
  const char *p;

  for (p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      int value = g_unichar_digit_value (g_utf8_get_char (p));

      if (value >= 0)
        g_string_append_c (s, '0' + value);
      else if (s->len > 0 && s->str[s->len - 1] != '-')
        g_string_append_c (s, '-');
    }
  if (s->len > 0 && s->str[s->len - 1] == '-')
    g_string_truncate (s, s->len - 1);

  return g_string_free_and_steal (s);
}

/**
 * cy_date_row_parse:
 * @text: what was typed: 2015-03-05, 2015.3.5, 2015年3月5日, 20150305, and with @coarse
 *   also 2015-03 and 2015
 * @coarse: whether a month or a year alone will do
 * @day: (out): the date, %CY_DAY_NONE for an empty text
 * @precision: (out): how much of it was given
 *
 * Returns: whether @text is empty or a date
 */
gboolean
cy_date_row_parse (const char      *text,
                   gboolean         coarse,
                   CyDay           *day,
                   CyDatePrecision *precision)
{
  g_autofree char *clean = normalise (text);
  g_auto (GStrv) parts = NULL;
  int values[3] = { 0, 1, 1 };
  guint n;

  *day = CY_DAY_NONE;
  *precision = CY_DATE_DAY;
  if (*clean == '\0')
    {
      g_autofree char *stripped = g_strstrip (g_strdup (text));

      return *stripped == '\0';
    }

  if (strlen (clean) == 8 && strchr (clean, '-') == NULL)
    {
      g_autofree char *dashed = g_strdup_printf ("%.4s-%.2s-%.2s", clean, clean + 4, clean + 6);

      g_set_str (&clean, dashed);
    }
  parts = g_strsplit (clean, "-", -1);
  n = g_strv_length (parts);
  if (n > 3 || strlen (parts[0]) != 4 || (n < 3 && !coarse))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (i > 0 && strlen (parts[i]) > 2)
        return FALSE;
      values[i] = (int) g_ascii_strtoll (parts[i], NULL, 10);
    }
  *day = cy_day_from_ymd (values[0], values[1], values[2]);
  *precision = n == 3 ? CY_DATE_DAY : n == 2 ? CY_DATE_MONTH : CY_DATE_YEAR;

  return *day != CY_DAY_NONE;
}

static void
set_valid (CyDateRow *self,
           gboolean   valid)
{
  self->valid = valid;
  if (valid)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               valid ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
take (CyDateRow       *self,
      CyDay            day,
      CyDatePrecision  precision)
{
  if (self->day == day && self->precision == precision)
    return;

  self->day = day;
  self->precision = precision;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DAY]);
}

static void
text_changed (CyDateRow *self)
{
  CyDay day;
  CyDatePrecision precision;
  gboolean valid;

  if (self->setting)
    return;

  valid = cy_date_row_parse (gtk_editable_get_text (GTK_EDITABLE (self)), self->coarse, &day, &precision);
  set_valid (self, valid);
  take (self, valid ? day : CY_DAY_NONE, precision);
}

static void
day_picked (CyDateRow *self)
{
  g_autoptr (GDateTime) date = NULL;
  int month;

  if (self->setting)
    return;

  date = gtk_calendar_get_date (self->calendar);
  month = g_date_time_get_year (date) * 12 + g_date_time_get_month (date);
  cy_date_row_set_day (self,
                       cy_day_from_ymd (g_date_time_get_year (date), g_date_time_get_month (date),
                                        g_date_time_get_day_of_month (date)),
                       CY_DATE_DAY);
  /* Turning to another month selects a day, too: only a choice within the month closes. */
  if (month == self->shown_month)
    gtk_menu_button_popdown (self->button);
  self->shown_month = month;
}

/* The calendar opens on the date of the entry, or on today. */
static void
popover_shown (CyDateRow *self)
{
  g_autoptr (GDateTime) date = NULL;
  int year, month, day;

  cy_day_to_ymd (self->day != CY_DAY_NONE ? self->day : cy_day_today (), &year, &month, &day);
  self->shown_month = year * 12 + month;
  date = g_date_time_new_local (year, month, day, 12, 0, 0);
  self->setting = TRUE;
  gtk_calendar_select_day (self->calendar, date);
  self->setting = FALSE;
}

static void
cy_date_row_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  g_value_set_int (value, CY_DATE_ROW (object)->day);
}

static void
cy_date_row_class_init (CyDateRowClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = cy_date_row_get_property;
  props[PROP_DAY] = g_param_spec_int ("day", NULL, NULL, G_MININT, G_MAXINT, CY_DAY_NONE,
                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
cy_date_row_init (CyDateRow *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->day = CY_DAY_NONE;
  self->valid = TRUE;
  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->button, "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (self->button, popover);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _("Choose a Date"));
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), GTK_WIDGET (self->button));
  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (self), GTK_INPUT_PURPOSE_FREE_FORM);

  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (day_picked), self);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (popover_shown), self);
  g_signal_connect_swapped (self, "changed", G_CALLBACK (text_changed), self);
}

/**
 * cy_date_row_new:
 * @title: (nullable): its label
 *
 * Enter in it gives the default answer of the question that it is part of.
 *
 * Returns: (transfer floating): an empty row for a full date
 */
GtkWidget *
cy_date_row_new (const char *title)
{
  return g_object_new (CY_TYPE_DATE_ROW, "title", title != NULL ? title : "", "activates-default", TRUE, NULL);
}

/** cy_date_row_get_day: Returns: the date, %CY_DAY_NONE while it is empty or invalid */
CyDay
cy_date_row_get_day (CyDateRow *self)
{
  g_return_val_if_fail (CY_IS_DATE_ROW (self), CY_DAY_NONE);
  return self->day;
}

/** cy_date_row_get_precision: Returns: how much of the date is known */
CyDatePrecision
cy_date_row_get_precision (CyDateRow *self)
{
  g_return_val_if_fail (CY_IS_DATE_ROW (self), CY_DATE_DAY);
  return self->precision;
}

/**
 * cy_date_row_set_day:
 * @day: the date to show, %CY_DAY_NONE for none
 * @precision: how much of it is known
 */
void
cy_date_row_set_day (CyDateRow       *self,
                     CyDay            day,
                     CyDatePrecision  precision)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CY_IS_DATE_ROW (self));

  text = day != CY_DAY_NONE ? cy_day_to_iso (day) : g_strdup ("");
  if (day != CY_DAY_NONE && precision == CY_DATE_MONTH)
    text[7] = '\0';
  else if (day != CY_DAY_NONE && precision == CY_DATE_YEAR)
    text[4] = '\0';

  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self), text);
  self->setting = FALSE;
  set_valid (self, TRUE);
  take (self, day, precision);
}

/** cy_date_row_set_coarse: @coarse: whether a month or a year alone will do, as for births */
void
cy_date_row_set_coarse (CyDateRow *self,
                        gboolean   coarse)
{
  g_return_if_fail (CY_IS_DATE_ROW (self));
  self->coarse = coarse;
}

/** cy_date_row_is_valid: Returns: whether the text is empty or a date */
gboolean
cy_date_row_is_valid (CyDateRow *self)
{
  g_return_val_if_fail (CY_IS_DATE_ROW (self), FALSE);
  return self->valid;
}
