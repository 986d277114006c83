/* core/sheet/label.c: labels for phones as a page to print. */
#include "core/sheet/label.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "core/base/text.h"

struct label_spot label_spot(int index)
{
	int on_page = index % LABEL_A_PAGE;
	return (struct label_spot){
		.page = index / LABEL_A_PAGE,
		.left = LABEL_LEFT + on_page % LABEL_COLUMNS * (LABEL_WIDTH + LABEL_GAP),
		.top = LABEL_TOP + on_page / LABEL_COLUMNS * LABEL_HEIGHT,
	};
}

static void escape_char(struct str *out, char c)
{
	static const struct {
		char c;
		const char *entity;
	} entities[] = {
		{ '&', "&amp;" },
		{ '<', "&lt;" },
		{ '>', "&gt;" },
		{ '"', "&quot;" },
		{ '\'', "&#39;" },
	};
	for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
		if (entities[i].c == c) {
			str_add(out, entities[i].entity);
			return;
		}
	}
	str_addc(out, c);
}

/* Paper knows all letters, also where the terminal only has ASCII. */
void label_escape(struct str *out, const char *text)
{
	struct str safe = { 0 };
	bool ascii = text_ascii();
	text_set_ascii(false);
	text_printable(&safe, text);
	text_set_ascii(ascii);
	for (const char *at = str_text(&safe); *at; at++)
		escape_char(out, *at);
	str_fini(&safe);
}

/* "2.625in" */
static void add_inches(struct str *out, int length)
{
	str_addf(out, "%d", length / 10000);
	if (length % 10000 != 0) {
		str_addf(out, ".%04d", length % 10000);
		while (out->text[out->len - 1] == '0')
			out->text[--out->len] = '\0';
	}
	str_add(out, "in");
}

static void add_size(struct str *out, const char *name, int length)
{
	str_add(out, name);
	add_inches(out, length);
	str_addc(out, ';');
}

static void add_style(struct str *out)
{
	str_add(out, "@page{size:");
	add_inches(out, LABEL_PAGE_WIDTH);
	str_addc(out, ' ');
	add_inches(out, LABEL_PAGE_HEIGHT);
	str_add(out, ";margin:0}\nhtml,body{margin:0;padding:0}\n.sheet{position:relative;");
	add_size(out, "width:", LABEL_PAGE_WIDTH);
	add_size(out, "height:", LABEL_PAGE_HEIGHT);
	str_add(out, "overflow:hidden}\n.sheet+.sheet{page-break-before:always;break-before:page}\n"
		     ".label{position:absolute;");
	add_size(out, "width:", LABEL_WIDTH);
	add_size(out, "height:", LABEL_HEIGHT);
	str_add(out, "box-sizing:border-box;padding:.0625in .125in;overflow:hidden;"
		     "font:7pt/1.15 sans-serif;color:#000}\n"
		     ".label b,.label i{display:block;white-space:nowrap;overflow:hidden;"
		     "text-overflow:ellipsis;font-style:normal}\n"
		     ".label b{font-size:14pt}\n"
		     "@media screen{.label{outline:1px dotted #999}.note{margin:1em;font:1em "
		     "sans-serif}}\n"
		     "@media print{.note{display:none}}\n");
}

void labels_begin(struct str *out, const char *title, const char *note)
{
	str_add(out, "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>");
	label_escape(out, title);
	str_add(out, "</title>\n<style>\n");
	add_style(out);
	str_add(out, "</style>\n</head>\n<body>\n");
	if (note[0]) {
		str_add(out, "<p class=\"note\">");
		label_escape(out, note);
		str_add(out, "</p>\n");
	}
}

void label_add(struct str *out, int index, const struct label *label)
{
	struct label_spot spot = label_spot(index);
	if (index % LABEL_A_PAGE == 0)
		str_add(out,
			index > 0 ? "</div>\n<div class=\"sheet\">\n" : "<div class=\"sheet\">\n");
	str_add(out, "<div class=\"label\" lang=\"");
	label_escape(out, label->language);
	str_add(out, "\" style=\"");
	add_size(out, "left:", spot.left);
	add_size(out, "top:", spot.top);
	str_add(out, "\"><b>");
	label_escape(out, label->numbers);
	str_add(out, "</b>");
	if (label->place[0]) {
		str_add(out, "<i>");
		label_escape(out, label->place);
		str_add(out, "</i>");
	}
	label_escape(out, label->warning);
	str_add(out, "</div>\n");
}

void labels_end(struct str *out, int count)
{
	str_add(out, count > 0 ? "</div>\n</body>\n</html>\n" : "</body>\n</html>\n");
}

const char *label_language(const char *country)
{
	static const struct {
		char country[3], language[3];
	} languages[] = {
		{ "AT", "de" },
		{ "CH", "de" },
		{ "DE", "de" },
		{ "LI", "de" },
		{ "FR", "fr" },
		{ "LU", "fr" },
		{ "MC", "fr" },
		{ "BE", "nl" },
		{ "NL", "nl" },
		{ "ES", "es" },
		{ "MX", "es" },
		{ "PR", "es" },
		{ "IT", "it" },
		{ "PT", "pt" },
		{ "BR", "pt" },
		{ "SE", "sv" },
	};
	for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++) {
		if (strcmp(languages[i].country, country) == 0)
			return languages[i].language;
	}
	return "en";
}
