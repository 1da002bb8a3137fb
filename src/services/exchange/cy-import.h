#pragma once

#include "cy-conn.h"

#include "cy-import-error.h"
#include "cy-import-field.h"
#include "cy-import-store.h"
#include "cy-sheet.h"

G_BEGIN_DECLS

/**
 * CyImportKind: what a file is a table of.
 */
typedef enum {
  CY_IMPORT_CHILDREN,
  CY_IMPORT_CONTACTS,
} CyImportKind;

/**
 * CyImportProblem:
 *
 * What is wrong with a row, as a bit each. A row with an error is not taken in; one with a
 * warning is, and the problem stays with the child until it is mended.
 */
typedef enum {
  CY_PROBLEM_NAME_MISSING = 1 << 0,
  CY_PROBLEM_DUPLICATE_ID = 1 << 1,
  CY_PROBLEM_BIRTH_FUTURE = 1 << 2,
  CY_PROBLEM_BIRTH_UNREADABLE = 1 << 3,
  CY_PROBLEM_CHILD_UNKNOWN = 1 << 4,
  CY_PROBLEM_CHILD_AMBIGUOUS = 1 << 5,
  CY_PROBLEM_DATE_UNREADABLE = 1 << 6,
  CY_PROBLEM_DATE_FUTURE = 1 << 7,
  CY_PROBLEM_KIND_UNKNOWN = 1 << 8,

  CY_PROBLEM_ID_DAMAGED = 1 << 16,
  CY_PROBLEM_ID_CHECKSUM = 1 << 17,
  CY_PROBLEM_BIRTH_MISMATCH = 1 << 18,
  CY_PROBLEM_SEX_MISMATCH = 1 << 19,
  CY_PROBLEM_OVER_AGE = 1 << 20,
  CY_PROBLEM_PHONE_INVALID = 1 << 21,
  CY_PROBLEM_POSSIBLE_DUPLICATE = 1 << 22,
} CyImportProblem;

/** The problems that keep a row out, and those that do not. */
#define CY_PROBLEM_ERRORS 0x0000ffffu
#define CY_PROBLEM_WARNINGS 0xffff0000u

/**
 * CyImportAction:
 * @CY_IMPORT_ADD: it becomes a new record
 * @CY_IMPORT_SAME: the archive has it already, as it stands here
 * @CY_IMPORT_CHANGED: the archive has it, and this row says something else
 * @CY_IMPORT_REFUSED: it has an error
 *
 * What becomes of a row.
 */
typedef enum {
  CY_IMPORT_ADD,
  CY_IMPORT_SAME,
  CY_IMPORT_CHANGED,
  CY_IMPORT_REFUSED,
} CyImportAction;

/**
 * CyImportChange:
 * @before: (nullable): what the archive says
 * @after: what the row says
 *
 * A field in which a row differs from the archive. A cell that is empty changes nothing.
 */
typedef struct {
  CyImportField field;
  char *before;
  char *after;
} CyImportChange;

/**
 * CyImportRow:
 * @number: as the sheet shows it, from 1
 * @index: of the row in its #CySheet
 * @problems: a set of #CyImportProblem
 * @action: what becomes of it; known when the plan was matched with an archive
 * @child_id: the child in the archive, 0 for none
 * @n_children: of a contact, with how many children it was
 * @changes: (nullable) (element-type CyImportChange): in what it differs
 */
typedef struct {
  guint number;
  guint index;
  guint32 problems;
  CyImportAction action;
  gint64 child_id;
  guint n_children;
  GPtrArray *changes;
} CyImportRow;

/**
 * CyImportColumn:
 * @column: from 0
 * @heading: as in the file; merged cells above come first, parted by " / "
 * @field: what it is taken for; change it with cy_import_plan_set_field()
 * @sample: (nullable): what the first row with something in it says
 */
typedef struct {
  guint column;
  char *heading;
  CyImportField field;
  char *sample;
} CyImportColumn;

/**
 * CyImportSheet:
 * @used: whether its rows are taken in; change it with cy_import_plan_set_used()
 * @header_row: the last row of the headings, 0 where none were found
 * @columns: (element-type CyImportColumn): those with a heading or with something in them
 * @rows: (element-type CyImportRow): the rows of data
 */
typedef struct {
  const CySheet *sheet;
  gboolean used;
  guint header_row;
  GPtrArray *columns;
  GArray *rows;

  /*< private >*/
  guint first_index;
  gint16 columns_of_field[CY_FIELD_COUNT];
} CyImportSheet;

/**
 * CyImportPlan:
 * @sheets: (element-type CyImportSheet): one for each sheet of the file
 * @n_rows: rows of data on the sheets that are used
 * @n_clean: those of them with neither errors nor warnings
 * @matched: the state of the archive that the rows were matched with
 *
 * What a file holds and what an import of it would do. Made of the file alone; matched with
 * an archive by cy_import_plan_match(). Not to be used on two threads at once.
 */
typedef struct {
  CyImportKind kind;
  CyDay today;
  CyBook *book;
  GPtrArray *sheets;
  guint n_rows;
  guint n_clean;
  GBytes *hash;
  CyImportMark matched;
} CyImportPlan;

/**
 * CyImportFinding: a problem of a row, for lists and for chuyanctl.
 */
typedef struct {
  const char *sheet;
  guint row;
  CyImportProblem problem;
} CyImportFinding;

/**
 * CyImportResult:
 * @n_added: children or contacts that are new
 * @n_changed: children whose record was brought up to date
 * @n_same: rows that were in the archive already
 * @n_refused: rows with an error
 * @import_id: the record of this import, for cy_import_undo(); 0 when nothing was written
 */
typedef struct {
  guint n_added;
  guint n_changed;
  guint n_same;
  guint n_refused;
  gint64 import_id;
} CyImportResult;

/**
 * CyImportProgress: told now and then while an import is applied, on the thread that does so.
 */
typedef void (*CyImportProgress) (guint    n_done,
                                  guint    n_rows,
                                  gpointer user_data);

CyImportPlan   *cy_import_plan_new        (const char        *path,
                                           CyImportKind       kind,
                                           CyDay              today,
                                           GCancellable      *cancellable,
                                           GError           **error);
CyImportPlan   *cy_import_plan_new_for_bytes
                                          (GBytes            *bytes,
                                           const char        *name,
                                           CyImportKind       kind,
                                           CyDay              today,
                                           GCancellable      *cancellable,
                                           GError           **error);
void            cy_import_plan_free       (CyImportPlan      *plan);
gboolean        cy_import_plan_use_only   (CyImportPlan      *plan,
                                           const char        *sheet,
                                           GError           **error);
void            cy_import_plan_set_used   (CyImportPlan      *plan,
                                           guint              sheet,
                                           gboolean           used);
void            cy_import_plan_set_field  (CyImportPlan      *plan,
                                           guint              sheet,
                                           guint              column,
                                           CyImportField      field);
GArray         *cy_import_plan_findings   (CyImportPlan      *plan,
                                           gboolean           errors);
char           *cy_import_plan_text       (CyImportPlan      *plan,
                                           guint              sheet,
                                           guint              row,
                                           CyImportField      field);
const char     *cy_import_problem_code    (CyImportProblem    problem);

gboolean        cy_import_plan_match      (CyImportPlan      *plan,
                                           CyConn            *conn,
                                           GCancellable      *cancellable,
                                           GError           **error);
gboolean        cy_import_plan_apply      (CyImportPlan      *plan,
                                           CyConn            *conn,
                                           gboolean           update,
                                           CyImportProgress   progress,
                                           gpointer           user_data,
                                           GCancellable      *cancellable,
                                           CyImportResult    *result,
                                           GError           **error);
gboolean        cy_import_undo            (CyConn            *conn,
                                           gint64             import_id,
                                           GError           **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyImportPlan, cy_import_plan_free)

G_END_DECLS
