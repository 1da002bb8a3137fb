#include "config.h"

#include "cy-keys-error.h"

G_DEFINE_QUARK (cy-keys-error-quark, cy_keys_error)
