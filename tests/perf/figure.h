#pragma once

#include <glib.h>

void   figure             (const char *name,
                           double      value,
                           const char *unit,
                           const char *detail);
double at_rank            (GArray     *times,
                           guint       percent);
double memory_mib         (const char *field);
void   memory_forget_peak (void);
