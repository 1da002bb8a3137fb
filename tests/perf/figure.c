#include "figure.h"

#include <malloc.h>
#include <stdio.h>
#include <string.h>

/* None of our texts holds a control character. */
static char *
quote (const char *text)
{
  g_autoptr (GString) quoted = g_string_new (text);

  g_string_replace (quoted, "\\", "\\\\", 0);
  g_string_replace (quoted, "\"", "\\\"", 0);
  g_string_prepend_c (quoted, '"');
  g_string_append_c (quoted, '"');

  return g_string_free_and_steal (g_steal_pointer (&quoted));
}

/** figure: prints a figure; @detail: (nullable): what it was made of */
void
figure (const char *name,
        double      value,
        const char *unit,
        const char *detail)
{
  g_autofree char *quoted = quote (name);
  g_autofree char *more = detail != NULL ? quote (detail) : NULL;
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  /* Not printf(), which writes a comma where people do. */
  g_ascii_formatd (number, sizeof number, "%.3f", value);
  printf ("{\"name\": %s, \"value\": %s, \"unit\": \"%s\"", quoted, number, unit);
  if (more != NULL)
    printf (", \"detail\": %s", more);
  printf ("}\n");
  fflush (stdout);
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

/** at_rank: @times: (element-type double): sorted on the way. Returns: what @percent of them do not exceed */
double
at_rank (GArray *times,
         guint   percent)
{
  g_array_sort (times, compare_times);
  return times->len > 0 ? g_array_index (times, double, (times->len - 1) * percent / 100) : 0;
}

/** memory_mib: @field: "VmHWM" for the peak, "RssAnon" for what is the process's own now. Returns: MiB */
double
memory_mib (const char *field)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL) || (line = strstr (text, field)) == NULL)
    return 0;

  return (double) g_ascii_strtoll (line + strlen (field) + 1, NULL, 10) / 1024;
}

/** memory_forget_peak: Lets the peak be counted from here on. */
void
memory_forget_peak (void)
{
  malloc_trim (0);
  g_file_set_contents_full ("/proc/self/clear_refs", "5", 1, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
}
