#pragma once

#include <glib.h>

/**
 * FaultKind:
 * @FAULT_NONE: everything works
 * @FAULT_FULL: the disk is full: a write is cut off in its middle
 * @FAULT_IO: the disk fails: a write is cut off, a sync fails
 */
typedef enum {
  FAULT_NONE,
  FAULT_FULL,
  FAULT_IO,
} FaultKind;

void  fault_vfs_install (void);
void  fault_vfs_arm     (FaultKind kind,
                         guint     nth,
                         gboolean  lasting);
guint fault_vfs_disarm  (void);
