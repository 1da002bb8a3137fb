#include "config.h"

#include "care/cy-care-error.h"

G_DEFINE_QUARK (cy-care-error-quark, cy_care_error)
