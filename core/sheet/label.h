/* core/sheet/label.h: labels for phones as a page to print: Avery 5160, 1 x 2 5/8 inch, 3 x 10 on
 * US Letter. HTML with exact inches, nothing to load, every text escaped. */
#ifndef CORE_SHEET_LABEL_H
#define CORE_SHEET_LABEL_H

#include "core/base/mem.h"

/* Ten-thousandths of an inch, so that 2 5/8 and 3/16 are whole numbers. */
enum {
	LABEL_PAGE_WIDTH = 85000,
	LABEL_PAGE_HEIGHT = 110000,
	LABEL_WIDTH = 26250,
	LABEL_HEIGHT = 10000,
	LABEL_TOP = 5000,
	LABEL_LEFT = 1875,
	LABEL_GAP = 1250, /* between columns; rows touch */
	LABEL_COLUMNS = 3,
	LABEL_ROWS = 10,
	LABEL_A_PAGE = LABEL_COLUMNS * LABEL_ROWS
};

/* Where the label of this index (from 0) lies on its page. */
struct label_spot {
	int page, left, top;
};
struct label_spot label_spot(int index);

/* Outside text, borrowed. */
struct label {
	const char *numbers;  /* "911"; "112, 15, 17, 18" */
	const char *place;    /* in one line; "" : none is printed */
	const char *warning;  /* one or two sentences */
	const char *language; /* of the warning: "fr" */
};

/* A page to print is written piece by piece: labels_begin, label_add with index 0, 1, ...,
 * labels_end. note: shown on the screen and not printed; "" : none. */
void labels_begin(struct str *out, const char *title, const char *note);
void label_add(struct str *out, int index, const struct label *label);
void labels_end(struct str *out, int count);

/* Appends outside text, printable and with & < > " ' escaped. */
void label_escape(struct str *out, const char *text);

/* The main language of a country's letters ("FR" gives "fr"), "en" where none is known. Where
 * several are spoken it is the one of most people. */
const char *label_language(const char *country);

#endif
