#define G_LOG_DOMAIN "cy-words"

#include "config.h"

#include "cy-words.h"

#include <glib/gi18n.h>

static char *
format (CyDay       day,
        const char *pattern)
{
  g_autoptr (GDateTime) date = NULL;
  int year, month, day_of_month;

  cy_day_to_ymd (day, &year, &month, &day_of_month);
  date = g_date_time_new_utc (year, month, day_of_month, 0, 0, 0);

  return g_date_time_format (date, pattern);
}

/**
 * cy_words_day:
 * @day: a date or %CY_DAY_NONE
 * @precision: how much of it is known
 *
 * Returns: (transfer full): the date in words, empty for none
 */
char *
cy_words_day (CyDay           day,
              CyDatePrecision precision)
{
  if (day == CY_DAY_NONE)
    return g_strdup ("");
  /* Translators: formats of g_date_time_format(): a full date, a month, a year. */
  if (precision == CY_DATE_MONTH)
    return format (day, C_("date format", "%B %Y"));
  if (precision == CY_DATE_YEAR)
    return format (day, C_("date format", "%Y"));

  return format (day, C_("date format", "%-d %B %Y"));
}

/** cy_words_day_near: Returns: (transfer full): the date, without the year when it is that of @today */
char *
cy_words_day_near (CyDay day,
                   CyDay today)
{
  int year, this_year;

  if (day == CY_DAY_NONE)
    return g_strdup ("");

  cy_day_to_ymd (day, &year, NULL, NULL);
  cy_day_to_ymd (today, &this_year, NULL, NULL);
  if (year != this_year)
    return cy_words_day (day, CY_DATE_DAY);

  /* Translators: a date of the running year. */
  return format (day, C_("date format", "%-d %B"));
}

/**
 * cy_words_due:
 * @due: the last day on which something is not yet overdue
 * @today: today
 *
 * Returns: (transfer full): how far @due is: "3 days overdue", "due today", "due in 4 days"
 */
char *
cy_words_due (CyDay due,
              CyDay today)
{
  int days = due - today;

  if (due == CY_DAY_NONE)
    return g_strdup ("");
  if (days < 0)
    return g_strdup_printf (ngettext ("%d day overdue", "%d days overdue", -days), -days);
  if (days == 0)
    return g_strdup (_("Due today"));
  if (days == 1)
    return g_strdup (_("Due tomorrow"));

  return g_strdup_printf (ngettext ("Due in %d day", "Due in %d days", days), days);
}

/**
 * cy_words_age:
 * @birth: a birth date or %CY_DAY_NONE
 * @today: today
 *
 * Returns: (transfer full): the age in whole years, in months for a child of under two;
 *   empty where the birth date is unknown or ahead
 */
char *
cy_words_age (CyDay birth,
              CyDay today)
{
  int years, year, month, day, this_year, this_month, this_day, months;

  if (birth == CY_DAY_NONE || birth > today)
    return g_strdup ("");

  years = cy_day_age (birth, today);
  if (years >= 2)
    return g_strdup_printf (ngettext ("%d year", "%d years", years), years);

  cy_day_to_ymd (birth, &year, &month, &day);
  cy_day_to_ymd (today, &this_year, &this_month, &this_day);
  months = (this_year - year) * 12 + this_month - month - (this_day < day ? 1 : 0);

  return g_strdup_printf (ngettext ("%d month", "%d months", months), months);
}

/** cy_words_period: Returns: (transfer full): "from – to", "since from", "until to", or an empty text */
char *
cy_words_period (CyDay from,
                 CyDay to)
{
  g_autofree char *first = cy_words_day (from, CY_DATE_DAY);
  g_autofree char *last = cy_words_day (to, CY_DATE_DAY);

  if (from != CY_DAY_NONE && to != CY_DAY_NONE)
    return g_strdup_printf ("%s – %s", first, last);
  if (from != CY_DAY_NONE)
    return g_strdup_printf (_("since %s"), first);
  if (to != CY_DAY_NONE)
    return g_strdup_printf (_("until %s"), last);

  return g_strdup ("");
}

/** cy_words_children: Returns: (transfer full): so many children, in words */
char *
cy_words_children (guint n)
{
  return g_strdup_printf (ngettext ("%'u child", "%'u children", n), n);
}

/** cy_words_contact_icon: Returns: the name of a symbolic icon that stands for @kind */
const char *
cy_words_contact_icon (CyContactKind kind)
{
  switch (kind)
    {
    case CY_CONTACT_CALL:
      return "call-start-symbolic";
    case CY_CONTACT_VIDEO:
      return "camera-video-symbolic";
    case CY_CONTACT_HOME_VISIT:
      return "go-home-symbolic";
    case CY_CONTACT_LETTER:
      return "mail-unread-symbolic";
    case CY_CONTACT_GUARDIAN_CONTACT:
    case CY_CONTACT_TEACHER_CONTACT:
      return "avatar-default-symbolic";
    case CY_CONTACT_HELP:
      return "emote-love-symbolic";
    case CY_CONTACT_INFORMATION_CHECK:
      return "object-select-symbolic";
    case CY_CONTACT_ACTIVITY:
      return "starred-symbolic";
    case CY_CONTACT_COUNSELLING:
      return "face-smile-symbolic";
    case CY_CONTACT_SUMMARY:
      return "text-x-generic-symbolic";
    case CY_CONTACT_MEETING:
      return "system-users-symbolic";
    case CY_CONTACT_TALK:
    default:
      return "chat-message-new-symbolic";
    }
}
