#define G_LOG_DOMAIN "cy-import"

#include "config.h"

#include "cy-sheet-private.h"

#include <string.h>

/* Which numbers of a workbook are dates: those whose format shows a year, a month or a day. */

/* What a format's code shows. Quoted and escaped characters and brackets show nothing of
 * the number. */
CyShown
cy_shown_by_code (const char *code)
{
  gboolean year = FALSE, month = FALSE, day = FALSE, time = FALSE, digits = FALSE;

  if (g_ascii_strcasecmp (code, "General") == 0)
    return CY_SHOWN_AS_NUMBER;

  for (const char *p = code; *p != '\0' && *p != ';'; p++)
    switch (g_ascii_tolower (*p))
      {
      case '"':
        p++;
        p += strcspn (p, "\"");
        if (*p == '\0')
          p--;
        break;
      case '[':
        p += strcspn (p, "]");
        if (*p == '\0')
          p--;
        break;
      case '\\':
      case '_':
      case '*':
        if (p[1] != '\0')
          p++;
        break;
      case 'y':
        year = TRUE;
        break;
      case 'e':
        if (p[1] != '+' && p[1] != '-')
          year = TRUE;
        break;
      case 'm':
        month = TRUE;
        break;
      case 'd':
        day = TRUE;
        break;
      case 'h':
      case 's':
        time = TRUE;
        break;
      case '0':
      case '#':
      case '?':
        digits = TRUE;
        break;
      default:
        break;
      }

  if (digits && !year && !day)
    return CY_SHOWN_AS_NUMBER;
  if (day)
    return CY_SHOWN_AS_DAY;
  if (year && month)
    return CY_SHOWN_AS_MONTH;
  if (year)
    return CY_SHOWN_AS_YEAR;

  return month && !time ? CY_SHOWN_AS_DAY : CY_SHOWN_AS_NUMBER;
}

/* The formats that every file has without listing them, those of Chinese systems among them. */
CyShown
cy_shown_by_number (guint format)
{
  if (format == 17 || format == 27 || format == 36 || format == 50 || format == 52 || format == 57)
    return CY_SHOWN_AS_MONTH;
  if ((format >= 14 && format <= 16) || format == 22 || (format >= 28 && format <= 31) ||
      format == 51 || format == 53 || format == 54 || format == 58)
    return CY_SHOWN_AS_DAY;

  return CY_SHOWN_AS_NUMBER;
}
