#include "config.h"

#include "cy-store-error.h"

G_DEFINE_QUARK (cy-store-error-quark, cy_store_error)
