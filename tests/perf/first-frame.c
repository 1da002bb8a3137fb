#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <glib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* first-frame COMMAND…: starts a program on an X display and tells, in milliseconds since just
 * before it was started, when its window first showed a picture, and its peak memory in KiB.
 *
 * It watches from outside, so any program can be measured, the same way. A window shows a
 * picture when some rows of its pixels have at least four colours: before that it is blank. */

#define MAX_MS 60000
#define SETTLE_MS 300
#define N_COLOURS 4

static int
ignore_error (Display     *display,
              XErrorEvent *event)
{
  return 0;                     /* windows come and go while we look */
}

static gboolean
shows_picture (Display *display,
               Window   window,
               int      width,
               int      height)
{
  unsigned long seen[N_COLOURS];
  int n_seen = 0;

  for (int row = 1; row < 40; row++)
    {
      XImage *image = XGetImage (display, window, 0, height * row / 40, (unsigned) width, 1, AllPlanes, ZPixmap);

      if (image == NULL)
        return FALSE;
      for (int x = 8; x < width - 8 && n_seen < N_COLOURS; x++)
        {
          unsigned long colour = XGetPixel (image, x, 0) & 0xffffff;
          int i = 0;

          while (i < n_seen && seen[i] != colour)
            i++;
          if (i == n_seen)
            seen[n_seen++] = colour;
        }
      XDestroyImage (image);
    }

  return n_seen == N_COLOURS;
}

static long
peak_memory (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", (int) pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, "VmHWM:")) == NULL)
    return 0;
  return strtol (line + strlen ("VmHWM:"), NULL, 10);
}

/* Waits until a large enough window was mapped; 0 when the program has ended or time is up. */
static Window
wait_for_window (Display           *display,
                 pid_t              pid,
                 gint64             start,
                 XWindowAttributes *attributes)
{
  struct pollfd connection = { .fd = ConnectionNumber (display), .events = POLLIN };

  while (g_get_monotonic_time () - start < MAX_MS * 1000)
    {
      while (XPending (display))
        {
          XEvent event;

          XNextEvent (display, &event);
          if (event.type == MapNotify && !event.xmap.override_redirect &&
              XGetWindowAttributes (display, event.xmap.window, attributes) &&
              attributes->width > 200 && attributes->height > 100)
            return event.xmap.window;
        }
      if (waitpid (pid, NULL, WNOHANG) == pid)
        return 0;
      poll (&connection, 1, 1);
    }

  return 0;
}

int
main (int    argc,
      char **argv)
{
  Display *display = XOpenDisplay (NULL);
  XWindowAttributes attributes;
  Window window;
  gint64 start;
  double shown = 0;
  pid_t pid;

  if (display == NULL || argc < 2)
    return 2;

  XSetErrorHandler (ignore_error);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);
  start = g_get_monotonic_time ();
  pid = fork ();
  if (pid == 0)
    {
      execvp (argv[1], argv + 1);
      _exit (127);
    }

  window = wait_for_window (display, pid, start, &attributes);
  while (window != 0 && shown == 0 && g_get_monotonic_time () - start < MAX_MS * 1000)
    {
      if (shows_picture (display, window, attributes.width, attributes.height))
        shown = (double) (g_get_monotonic_time () - start) / 1000;
      else
        poll (NULL, 0, 2);
    }
  if (shown > 0)
    {
      poll (NULL, 0, SETTLE_MS);
      printf ("%.1f %ld\n", shown, peak_memory (pid));
    }

  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  return shown > 0 ? 0 : 1;
}
