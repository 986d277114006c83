/* core/base/tr.h: marks for text that a person reads; po/ holds the translations. */
#ifndef CORE_BASE_TR_H
#define CORE_BASE_TR_H

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) text /* translated where it is shown, with _() */

#endif
