/* core/net/qr.h: a text as a QR code of characters: a telephone reads the address from the screen.
 */
#ifndef CORE_NET_QR_H
#define CORE_NET_QR_H

#include <stdbool.h>

#include "core/base/mem.h"

struct qr_size {
	int columns, rows; /* of the terminal */
};

/* Appends rows, each ended by '\n', with a quiet border. What is light is drawn, because most
 * terminals write light on dark: half blocks, two rows of the code in one of the screen; in ASCII
 * '#', two columns wide. False: the text is too long for a code. out may be NULL, to ask the size.
 */
bool qr_text(const char *text, bool ascii, struct str *out, struct qr_size *size);

#endif
