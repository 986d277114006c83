/* Turns the squares of libqrencode into characters. */
#include <qrencode.h>

#include "core/net/qr.h"

enum { BORDER = 2 }; /* squares; four is the standard, two is what telephones need */

/* Beyond the code's own squares all is light. */
static bool light(const QRcode *code, int row, int column)
{
	row -= BORDER;
	column -= BORDER;
	return row < 0 || column < 0 || row >= code->width || column >= code->width ||
	       (code->data[row * code->width + column] & 1) == 0;
}

static void add_ascii(struct str *out, const QRcode *code, int side)
{
	for (int row = 0; row < side; row++) {
		for (int column = 0; column < side; column++)
			str_add(out, light(code, row, column) ? "##" : "  ");
		str_addc(out, '\n');
	}
}

static void add_blocks(struct str *out, const QRcode *code, int side)
{
	static const char *const blocks[] = { " ", "▄", "▀", "█" };
	for (int row = 0; row < side; row += 2) {
		for (int column = 0; column < side; column++) {
			bool lower = row + 1 < side && light(code, row + 1, column);
			str_add(out, blocks[2 * light(code, row, column) + lower]);
		}
		str_addc(out, '\n');
	}
}

bool qr_text(const char *text, bool ascii, struct str *out, struct qr_size *size)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
	if (!code)
		return false;
	int side = code->width + 2 * BORDER;
	*size = ascii ? (struct qr_size){ 2 * side, side }
		      : (struct qr_size){ side, (side + 1) / 2 };
	if (out && ascii)
		add_ascii(out, code, side);
	else if (out)
		add_blocks(out, code, side);
	QRcode_free(code);
	return true;
}
