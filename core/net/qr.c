/* Turns the squares of libqrencode into characters. */
#include <qrencode.h>

#include "core/net/qr.h"

/* Squares around the code: four is the standard, two is what telephones need. One above makes the
 * rows even, so that the smallest screen shows the code of a sign-in page. */
enum { LEFT = 2, RIGHT = 2, ABOVE = 1, BELOW = 2 };

/* Beyond the code's own squares all is light. */
static bool light(const QRcode *code, int row, int column)
{
	row -= ABOVE;
	column -= LEFT;
	return row < 0 || column < 0 || row >= code->width || column >= code->width ||
	       (code->data[row * code->width + column] & 1) == 0;
}

static void add_ascii(struct str *out, const QRcode *code, int rows, int columns)
{
	for (int row = 0; row < rows; row++) {
		for (int column = 0; column < columns; column++)
			str_add(out, light(code, row, column) ? "##" : "  ");
		str_addc(out, '\n');
	}
}

static void add_blocks(struct str *out, const QRcode *code, int rows, int columns)
{
	static const char *const blocks[] = { " ", "▄", "▀", "█" };
	for (int row = 0; row < rows; row += 2) {
		for (int column = 0; column < columns; column++) {
			bool lower = row + 1 < rows && light(code, row + 1, column);
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
	int columns = LEFT + code->width + RIGHT, rows = ABOVE + code->width + BELOW;
	*size = ascii ? (struct qr_size){ 2 * columns, rows }
		      : (struct qr_size){ columns, (rows + 1) / 2 };
	if (out && ascii)
		add_ascii(out, code, rows, columns);
	else if (out)
		add_blocks(out, code, rows, columns);
	QRcode_free(code);
	return true;
}
