/* core/exchange/message.c: writes a letter as a mail. */
#include "core/exchange/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/base64.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/net/mail.h"

enum {
	LINE = 76,     /* bytes of a line with encoded words (RFC 2047), and of quoted-printable */
	ENCODED = 12,  /* "=?UTF-8?B?" and "?=" */
	LOCAL = 64,    /* bytes before the '@' */
	ADDRESS = 254, /* bytes of an address */
	PLAIN = 60     /* bytes of an ASCII text that needs no folding */
};

#define INVENTED_DOMAIN "ringup.invalid"

/* ---- text ---- */

/* Printable, whatever the terminal can show. */
static void add_clean(struct str *out, const char *text)
{
	bool ascii = text_ascii();
	text_set_ascii(false);
	text_printable(out, text);
	text_set_ascii(ascii);
}

static bool is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* What an atom is made of (RFC 5322 3.2.3). */
static bool is_atext(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* ---- headers ---- */

/* Columns of the line that is being written. */
static size_t column_of(const struct str *out)
{
	size_t at = out->len;
	while (at > 0 && out->text[at - 1] != '\n')
		at--;
	return out->len - at;
}

/* Bytes of the longest start of text that fits: whole clusters, or whole characters where the first
 * cluster is too long. */
static size_t piece_of(const char *text, size_t room)
{
	size_t len = 0, next;
	while ((next = text_next(text + len)) > 0 && len + next <= room)
		len += next;
	if (len > 0 || next == 0)
		return len;
	for (len = room; len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80;)
		len--;
	return len;
}

/* Encoded words, each whole by itself, folded. */
static void add_encoded(struct str *out, const char *text)
{
	for (bool first = true; *text != '\0'; first = false) {
		if (!first)
			str_add(out, "\r\n ");
		size_t room = (LINE - ENCODED - column_of(out)) / 4 * 3;
		size_t len = piece_of(text, room);
		str_add(out, "=?UTF-8?B?");
		base64_add(out, text, len);
		str_add(out, "?=");
		text += len;
	}
}

/* Text that a reader could take for an encoded word is encoded itself. */
static bool stays_plain(const char *text)
{
	return is_ascii(text) && strlen(text) <= PLAIN && !strstr(text, "=?");
}

static void add_phrase(struct str *out, const char *name)
{
	bool atoms = true;
	for (const char *at = name; *at != '\0'; at++)
		atoms = atoms && (is_atext(*at) || *at == ' ');
	if (!stays_plain(name)) {
		add_encoded(out, name);
		return;
	}
	if (atoms) {
		str_add(out, name);
		return;
	}
	str_addc(out, '"');
	for (; *name != '\0'; name++) {
		if (*name == '"' || *name == '\\')
			str_addc(out, '\\');
		str_addc(out, *name);
	}
	str_addc(out, '"');
}

static void add_mailbox(struct str *out, const char *header, const struct mailbox *mailbox)
{
	struct str name = { 0 };
	if (mailbox->address[0] == '\0')
		return;
	add_clean(&name, mailbox->name);
	str_addf(out, "%s: ", header);
	if (name.len > 0) {
		add_phrase(out, str_text(&name));
		bool fits = column_of(out) + strlen(mailbox->address) + 3 <= LINE;
		str_addf(out, "%s<%s>", fits ? " " : "\r\n ", mailbox->address);
	} else {
		str_add(out, mailbox->address);
	}
	str_add(out, "\r\n");
	str_fini(&name);
}

static void add_subject(struct str *out, const struct message *message, const char *subject)
{
	struct str text = { 0 };
	if (message->mark)
		str_addf(&text, "%s ", message->mark);
	add_clean(&text, subject);
	str_add(out, "Subject: ");
	if (stays_plain(str_text(&text)))
		str_add(out, str_text(&text));
	else
		add_encoded(out, str_text(&text));
	str_add(out, "\r\n");
	str_fini(&text);
}

/* The names are those of the standard, not of the locale. */
static void add_date(struct str *out, int64_t when)
{
	static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
		"Sep", "Oct", "Nov", "Dec" };
	time_t seconds = (time_t)when;
	struct tm tm;
	gmtime_r(&seconds, &tm);
	str_addf(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday],
		tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

const char *message_id(const struct message *message, char *out, size_t size)
{
	const char *domain = mailbox_domain(&message->from);
	struct str ascii = { 0 };
	if (domain[0] == '\0' && message->domain && strchr(message->domain, '.') &&
		mail_domain(&ascii, message->domain))
		domain = str_text(&ascii);
	out[0] = '\0';
	if (message->request_id)
		snprintf(out, size, "<%s@%.80s>", message->request_id,
			domain[0] ? domain : INVENTED_DOMAIN);
	str_fini(&ascii);
	return out;
}

/* ---- parts ---- */

/* A byte of quoted-printable (RFC 2045 6.7); a blank at the end of a line would be lost. */
static void add_quoted_byte(struct str *out, char c, bool last)
{
	unsigned char byte = (unsigned char)c;
	bool plain = (byte > ' ' && byte < 0x7f && byte != '=') || (byte == ' ' && !last);
	if (column_of(out) + (plain ? 1 : 3) >= LINE)
		str_add(out, "=\r\n");
	if (plain)
		str_addc(out, c);
	else
		str_addf(out, "=%02X", byte);
}

static void add_quoted(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			str_add(out, "\r\n");
		else
			add_quoted_byte(out, *text, text[1] == '\n' || text[1] == '\0');
	}
}

static void add_part(struct str *out, const char *boundary, const char *kind, const char *text)
{
	str_addf(out,
		"--%s\r\nContent-Type: text/%s; charset=UTF-8\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n",
		boundary, kind);
	add_quoted(out, text);
	str_add(out, "\r\n");
}

static void add_escaped(struct str *out, const char *text, size_t len)
{
	static const struct {
		char c;
		const char *text;
	} escapes[] = {
		{ '&', "&amp;" },
		{ '<', "&lt;" },
		{ '>', "&gt;" },
		{ '"', "&quot;" },
		{ '\'', "&#39;" },
	};
	for (size_t i = 0; i < len; i++) {
		const char *escaped = NULL;
		for (size_t e = 0; e < sizeof escapes / sizeof escapes[0]; e++)
			if (escapes[e].c == text[i])
				escaped = escapes[e].text;
		if (escaped)
			str_add(out, escaped);
		else
			str_addc(out, text[i]);
	}
}

/* What a line of a letter is, and how it begins and ends in HTML. */
enum line_kind { LINE_EMPTY, LINE_TEXT, LINE_ITEM, LINE_INDENTED };

static const struct {
	const char *open, *before, *between, *after, *close;
} lines[] = {
	[LINE_EMPTY] = { "", "", "", "", "" },
	[LINE_TEXT] = { "<p>", "", "<br>\n", "", "</p>\n" },
	[LINE_ITEM] = { "<ul>\n", "<li>", "", "</li>\n", "</ul>\n" },
	[LINE_INDENTED] = { "<p style=\"margin-left:2em;font-size:larger\"><strong>", "", "<br>\n",
		"", "</strong></p>\n" },
};

static enum line_kind kind_of(const char *line, size_t len)
{
	if (len == 0)
		return LINE_EMPTY;
	if (len > 2 && strncmp(line, "- ", 2) == 0)
		return LINE_ITEM;
	return line[0] == ' ' ? LINE_INDENTED : LINE_TEXT;
}

void message_html(struct str *out, const struct letter *letter)
{
	enum line_kind open = LINE_EMPTY;
	str_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head><meta charset=\"UTF-8\"><title>",
		letter->language);
	add_escaped(out, str_text(&letter->subject), letter->subject.len);
	str_add(out, "</title></head>\n<body dir=\"auto\" style=\"font-family:sans-serif;"
		     "max-width:40em\">\n");
	for (const char *line = str_text(&letter->lines); *line != '\0';) {
		size_t len = strcspn(line, "\n"), skip = 0;
		enum line_kind kind = kind_of(line, len);
		if (kind != open)
			str_addf(out, "%s%s", lines[open].close, lines[kind].open);
		else
			str_add(out, lines[kind].between);
		skip = kind == LINE_ITEM ? 2 : strspn(line, " ");
		str_add(out, lines[kind].before);
		add_escaped(out, line + skip, len - skip);
		str_add(out, lines[kind].after);
		open = kind;
		line += len + (line[len] == '\n');
	}
	str_addf(out, "%s</body>\n</html>\n", lines[open].close);
}

void message_write(struct str *out, const struct message *message, const struct letter *letter)
{
	char id[200], boundary[64];
	struct str html = { 0 };
	message_id(message, id, sizeof id);
	/* "=_" never stands in quoted-printable text. */
	snprintf(boundary, sizeof boundary, "=_%.40s",
		message->request_id ? message->request_id : "letter");
	add_date(out, message->date);
	add_mailbox(out, "From", &message->from);
	add_mailbox(out, "To", &message->to);
	add_subject(out, message, str_text(&letter->subject));
	if (id[0])
		str_addf(out, "Message-ID:%s%s\r\n", strlen(id) + 12 > LINE ? "\r\n " : " ", id);
	if (message->draft)
		str_add(out, "X-Unsent: 1\r\n");
	str_addf(out,
		"Auto-Submitted: auto-generated\r\nContent-Language: %s\r\nMIME-Version: 1.0\r\n"
		"Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n",
		letter->language, boundary);
	add_part(out, boundary, "plain", str_text(&letter->body));
	message_html(&html, letter);
	add_part(out, boundary, "html", str_text(&html));
	str_addf(out, "--%s--\r\n", boundary);
	str_fini(&html);
}

/* ---- addresses ---- */

const char *mailbox_domain(const struct mailbox *mailbox)
{
	const char *at = strrchr(mailbox->address, '@');
	return at ? at + 1 : "";
}

/* A dot-atom of ASCII, or of letters of any script (RFC 6531). */
static bool local_ok(const char *local, size_t len)
{
	char *copy = xstrndup(local, len);
	struct str clean = { 0 };
	bool ok = len > 0 && len <= LOCAL && local[0] != '.' && local[len - 1] != '.' &&
		  text_valid(local, len) && !strstr(copy, "..");
	for (size_t i = 0; ok && i < len; i++)
		ok = (unsigned char)local[i] >= 0x80 || local[i] == '.' || is_atext(local[i]);
	add_clean(&clean, copy);
	ok = ok && strcmp(str_text(&clean), copy) == 0;
	str_fini(&clean);
	free(copy);
	return ok;
}

static bool address_read(struct mailbox *out, const char *address)
{
	const char *at = strchr(address, '@');
	struct str whole = { 0 };
	bool ok = at && local_ok(address, (size_t)(at - address));
	if (ok) {
		str_addn(&whole, address, (size_t)(at - address) + 1);
		ok = strchr(at + 1, '.') && mail_domain(&whole, at + 1) && whole.len <= ADDRESS;
	}
	if (ok)
		snprintf(out->address, sizeof out->address, "%s", str_text(&whole));
	str_fini(&whole);
	return ok;
}

/* The name before "<", without its quotes. */
static void name_read(struct mailbox *out, char *name)
{
	name = text_trim(name);
	size_t len = strlen(name);
	if (len >= 2 && name[0] == '"' && name[len - 1] == '"') {
		name[len - 1] = '\0';
		name++;
	}
	text_copy(out->name, sizeof out->name, name);
}

static bool has_controls(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	return false;
}

bool mailbox_read(struct mailbox *out, const char *text, struct error *err)
{
	char *copy = xstrdup(text), *address = text_trim(copy), *end = NULL;
	char *bracket = strrchr(address, '<');
	*out = (struct mailbox){ .name = "" };
	if (bracket) {
		end = strchr(bracket, '>');
		if (end && end[1] == '\0')
			*end = '\0';
		*bracket = '\0';
		name_read(out, address);
		address = bracket + 1;
	}
	bool ok = !has_controls(text) && address_read(out, address);
	if (!ok)
		error_set(err, ERROR_INPUT, _("\"%s\" is no mail address."), text);
	free(copy);
	return ok;
}
