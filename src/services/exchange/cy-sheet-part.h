#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CyPart:
 * @text: what was written last, to be appended to
 * @head: (nullable): what stands before it
 * @range: (nullable): of a sheet, the cells that it has: A1:C7
 *
 * A part of a workbook that is written from its beginning to its end and may be a hundred times
 * as long as its zipped form, in which it is kept meanwhile.
 */
typedef struct {
  GString *text;
  char *head;
  char *range;
  GPtrArray *blocks;            /* GBytes, deflated */
  guint64 size;                 /* of the blocks when they are unpacked */
} CyPart;

CyPart  *cy_part_new    (void);
void     cy_part_free   (CyPart      *part);
void     cy_part_settle (CyPart      *part);

char    *cy_parts_read  (GBytes      *workbook,
                         const char  *name,
                         GError     **error);
GBytes  *cy_parts_pack  (GBytes      *workbook,
                         GHashTable  *parts,
                         GError     **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CyPart, cy_part_free)

G_END_DECLS
