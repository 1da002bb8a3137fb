#pragma once

#include "cy-sheet.h"
#include "cy-import-error.h"

G_BEGIN_DECLS

/* What the readers share. They fill a book and leave the rest to cy-sheet.c. */

/** CyShown: how a number is shown as a date, and how much of it is seen. */
typedef enum {
  CY_SHOWN_AS_NUMBER,
  CY_SHOWN_AS_DAY,
  CY_SHOWN_AS_MONTH,
  CY_SHOWN_AS_YEAR,
} CyShown;

CyShown   cy_shown_by_code    (const char    *code);
CyShown   cy_shown_by_number  (guint          format);

CyBook   *cy_book_new         (void);
CySheet  *cy_book_add_sheet   (CyBook        *book,
                               const char    *name,
                               gboolean       hidden);
char     *cy_book_text        (CyBook        *book,
                               const char    *text,
                               gssize         length);
gboolean  cy_sheet_add        (CyBook        *book,
                               CySheet       *sheet,
                               guint          row,
                               guint          column,
                               CyCellType     type,
                               const char    *text,
                               double         number,
                               GError       **error);
void      cy_sheet_add_merge  (CySheet       *sheet,
                               guint          top,
                               guint          left,
                               guint          bottom,
                               guint          right);
CyDay     cy_serial_to_day    (double         serial,
                               gboolean       from_1904);

gboolean  cy_read_csv         (CyBook        *book,
                               GBytes        *bytes,
                               const char    *name,
                               GCancellable  *cancellable,
                               GError       **error);
gboolean  cy_read_xlsx        (CyBook        *book,
                               GBytes        *bytes,
                               GCancellable  *cancellable,
                               GError       **error);
gboolean  cy_read_ods         (CyBook        *book,
                               GBytes        *bytes,
                               GCancellable  *cancellable,
                               GError       **error);
gboolean  cy_read_xls         (CyBook        *book,
                               GBytes        *bytes,
                               GCancellable  *cancellable,
                               GError       **error);
gboolean  cy_read_html        (CyBook        *book,
                               GBytes        *bytes,
                               const char    *name,
                               GError       **error);
gboolean  cy_read_xml2003     (CyBook        *book,
                               GBytes        *bytes,
                               GCancellable  *cancellable,
                               GError       **error);

char     *cy_text_decode      (const guint8  *data,
                               gsize          size,
                               GError       **error);

G_END_DECLS
