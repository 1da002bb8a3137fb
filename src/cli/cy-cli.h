#pragma once

#include <json-glib/json-glib.h>

#include "cy-contact-kind.h"
#include "cy-db.h"
#include "keys/cy-archive.h"

G_BEGIN_DECLS

/**
 * CyCli:
 *
 * One call of chuyanctl: its global options, and the archive once a command has opened it.
 */
typedef struct {
  char *archive_path;
  CyDay today;
  gboolean json;
  int password_fd;              /* -1: ask on the terminal */
  CyArchive *archive;           /* after cy_cli_open() */
} CyCli;

/**
 * CyCliError:
 *
 * What is wrong with what was asked. The messages are in the person's language: the command
 * line makes them itself.
 */
typedef enum {
  CY_CLI_ERROR_NO_CHILD,
  CY_CLI_ERROR_NO_SCHEME,
  CY_CLI_ERROR_NOT_TEXT,
  CY_CLI_ERROR_NOT_EMPTY,
  CY_CLI_ERROR_NO_TERMINAL,
  CY_CLI_ERROR_PASSWORDS_DIFFER,
} CyCliError;

#define CY_CLI_ERROR (cy_cli_error_quark ())
GQuark cy_cli_error_quark (void);

/* What a command returns, and chuyanctl with it. */
#define CY_CLI_DONE 0
#define CY_CLI_FAILED 1
#define CY_CLI_USAGE 2

/**
 * CyCliCommand:
 * @name: the word on the command line
 * @arguments: (nullable): what follows it, for the help
 * @summary: what it does, for gettext
 * @run: does it; @argv begins with the command's own name
 */
typedef struct {
  const char *name;
  const char *arguments;
  const char *summary;
  int (*run) (CyCli  *cli,
              int     argc,
              char  **argv);
} CyCliCommand;

int       cy_cli_main           (int             argc,
                                 char          **argv);

gboolean  cy_cli_parse          (int            *argc,
                                 char         ***argv,
                                 GOptionEntry   *entries,
                                 int             min_args,
                                 int             max_args);
CyDb     *cy_cli_open           (CyCli          *cli);
char     *cy_cli_read_password  (CyCli          *cli,
                                 gboolean        twice,
                                 GError        **error);
gboolean  cy_cli_read_day       (const char     *option,
                                 const char     *text,
                                 CyDay          *day);

int       cy_cli_fail           (CyCli          *cli,
                                 const GError   *error);
int       cy_cli_done           (CyCli          *cli);
int       cy_cli_usage          (const char     *format,
                                 ...) G_GNUC_PRINTF (1, 2);
void      cy_cli_print_json     (JsonBuilder    *builder);
void      cy_cli_write_json     (JsonBuilder    *builder);
void      cy_cli_print_table    (const char * const *headings,
                                 GPtrArray      *rows);

/* Adds a member whose value may be missing: NULL and CY_DAY_NONE are written as null. */
void      cy_cli_json_text      (JsonBuilder    *builder,
                                 const char     *member,
                                 const char     *value);
void      cy_cli_json_day       (JsonBuilder    *builder,
                                 const char     *member,
                                 CyDay           day);
void      cy_cli_json_int       (JsonBuilder    *builder,
                                 const char     *member,
                                 gint64          value);

void      cy_cli_json_strings   (JsonBuilder    *builder,
                                 const char     *member,
                                 const char * const *values);
void      cy_cli_json_kinds     (JsonBuilder    *builder,
                                 CyContactKinds  kinds);

GArray   *cy_cli_find_children  (CyConn         *conn,
                                 char          **uids,
                                 GError        **error);

int       cy_cli_create         (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_check          (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_demo           (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_import         (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_children       (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_terms          (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_schemes        (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_enrol          (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_pause          (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_log            (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_due            (CyCli          *cli,
                                 int             argc,
                                 char          **argv);
int       cy_cli_report         (CyCli          *cli,
                                 int             argc,
                                 char          **argv);

G_END_DECLS
