/* Reads and writes CSV as a stream.
 *
 * Bytes come in blocks, are decoded to UTF-8 and appended to `text`. A record is scanned there
 * field by field, in one pass that stops at the end of what is there and goes on after the next
 * block; only when it is complete are its fields unquoted and ended with NUL in place. Positions
 * count from the record's first byte, because refilling moves it to the front of `text`. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/csv.h"
#include "core/base/tr.h"

#define BLOCK 65536

/* A record that runs into the end of the file or the limit because of a stray quote is given up,
 * and its second line read afresh. Each time costs up to CSV_RECORD_MAX of scanning: a file may not
 * make us do it for every line. */
#define RESCANS_MAX 16

enum state { FIELD_START, PLAIN, QUOTED, QUOTE_CLOSED };

/* Where a field stands in its record. */
struct span {
	size_t begin, end;
	bool quoted;
};

struct csv {
	int fd;             /* -1: reads `source` */
	const char *source; /* what is left of csv_open_text's bytes */
	size_t source_len;
	int64_t read, total; /* bytes of the file */

	char block[BLOCK]; /* bytes that were read and not yet decoded */
	size_t block_len;
	struct text_decoder decoder;
	struct str text;
	bool at_eof; /* all bytes of the file are in `text` */
	bool ended;
	int reason; /* errno of a failed read; 0: none */

	char separator;
	bool stops[256]; /* the bytes that end an unquoted field, and NUL, which ends `text` */

	size_t start;     /* of the record in `text` */
	size_t at;        /* scanned so far, from start */
	enum state state; /* there */
	size_t field_at;  /* where the field that is being scanned begins, from start */
	bool skip_lf;     /* the last record ended in CR: a LF now belongs to it */
	int64_t line;     /* of the record */
	int rescans;

	struct span *span;
	const char **field;
	int count, room; /* count may be beyond CSV_FIELDS_MAX: the rest is not kept */
};

/* --- Bytes in --- */

/* Up to `room` bytes: fewer only at the end of the file, or when reading fails. */
static size_t read_bytes(struct csv *csv, char *bytes, size_t room)
{
	size_t got = 0;
	if (csv->fd < 0) {
		got = csv->source_len < room ? csv->source_len : room;
		memcpy(bytes, csv->source, got);
		csv->source += got;
		csv->source_len -= got;
	}
	while (csv->fd >= 0 && got < room) {
		ssize_t more = read(csv->fd, bytes + got, room - got);
		if (more < 0 && errno == EINTR)
			continue;
		if (more < 0)
			csv->reason = errno;
		if (more <= 0)
			break;
		got += (size_t)more;
	}
	csv->read += (int64_t)got;
	return got;
}

/* Appends the next block to `text`, the current record moved to its front. */
static void fill(struct csv *csv)
{
	size_t kept = csv->text.len - csv->start;
	if (csv->start > 0) {
		memmove(csv->text.text, csv->text.text + csv->start, kept);
		csv->text.len = kept;
		csv->text.text[kept] = '\0';
		csv->start = 0;
	}
	size_t room = BLOCK - csv->block_len;
	size_t got = read_bytes(csv, csv->block + csv->block_len, room);
	csv->block_len += got;
	csv->at_eof = got < room;
	size_t used = text_decoder_add(
		&csv->decoder, &csv->text, csv->block, csv->block_len, csv->at_eof);
	csv->block_len -= used;
	memmove(csv->block, csv->block + used, csv->block_len);
}

/* --- The first line --- */

static size_t line_end(const char *text)
{
	return strcspn(text, "\r\n");
}

/* Leaves out the line of `len` bytes at the start. */
static void skip_line(struct csv *csv, size_t len)
{
	const char *at = csv->text.text + len;
	if (at[0] == '\r' && at[1] == '\n')
		len++;
	csv->start = len + (*at != '\0');
	csv->line++;
}

/* A comma, unless the first line that is not empty has more of another one outside quotes. */
static char find_separator(const char *text)
{
	static const char separators[] = ",;\t";
	int count[3] = { 0 };
	bool quoted = false;
	for (text += strspn(text, "\r\n"); *text != '\0'; text++) {
		const char *known = strchr(separators, *text);
		if (*text == '"')
			quoted = !quoted;
		else if (!quoted && (*text == '\r' || *text == '\n'))
			break;
		else if (!quoted && known)
			count[known - separators]++;
	}
	int best = 0;
	for (int i = 1; i < 3; i++)
		if (count[i] > count[best])
			best = i;
	return separators[best];
}

static void set_separator(struct csv *csv, char separator)
{
	csv->separator = separator;
	csv->stops[(unsigned char)separator] = true;
	csv->stops['\r'] = csv->stops['\n'] = csv->stops['\0'] = true;
}

static void read_start(struct csv *csv)
{
	csv->block_len = read_bytes(csv, csv->block, BLOCK);
	size_t mark = text_decoder_init(&csv->decoder, csv->block, csv->block_len);
	csv->block_len -= mark;
	memmove(csv->block, csv->block + mark, csv->block_len);
	csv->line = 1;
	fill(csv);
	str_add(&csv->text, ""); /* so that there is text to look at */

	if (strncmp(csv->text.text, "#TYPE ", 6) == 0)
		skip_line(csv, line_end(csv->text.text));
	const char *text = csv->text.text + csv->start;
	char named = '\0';
	if (csv->start == 0 && strncasecmp(text, "sep=", 4) == 0 && line_end(text) == 5 &&
		text[4] != '"') {
		named = text[4];
		skip_line(csv, 5);
	}
	set_separator(csv, named ? named : find_separator(text));
}

/* --- Opening --- */

static struct csv *csv_new(void)
{
	struct csv *csv = xcalloc(1, sizeof *csv);
	csv->fd = -1;
	csv->total = -1;
	return csv;
}

struct csv *csv_open(const char *path, struct error *err)
{
	bool standard_input = strcmp(path, "-") == 0;
	int fd = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		error_set(err, ERROR_IO, _("Cannot read %s: %s."), path, strerror(errno));
		return NULL;
	}
	struct csv *csv = csv_new();
	csv->fd = fd;
	struct stat status;
	if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode))
		csv->total = status.st_size;
	read_start(csv);
	if (csv->reason) {
		error_set(err, ERROR_IO, _("Cannot read %s: %s."), path, strerror(csv->reason));
		csv_close(csv);
		return NULL;
	}
	return csv;
}

struct csv *csv_open_text(const char *bytes, size_t len)
{
	struct csv *csv = csv_new();
	csv->source = bytes;
	csv->source_len = len;
	csv->total = (int64_t)len;
	read_start(csv);
	return csv;
}

void csv_close(struct csv *csv)
{
	if (!csv)
		return;
	if (csv->fd > STDIN_FILENO)
		close(csv->fd);
	str_fini(&csv->text);
	free(csv->span);
	free(csv->field);
	free(csv);
}

/* --- Scanning --- */

static void add_span(struct csv *csv, size_t end, bool quoted)
{
	if (csv->count == csv->room && csv->room < CSV_FIELDS_MAX) {
		csv->room = csv->room ? csv->room * 2 : 32;
		csv->span = xrealloc(csv->span, (size_t)csv->room, sizeof *csv->span);
		csv->field = xrealloc(csv->field, (size_t)csv->room, sizeof *csv->field);
	}
	if (csv->count < csv->room)
		csv->span[csv->count] = (struct span){ csv->field_at, end, quoted };
	csv->count++;
}

/* The first byte from `at` that ends an unquoted field, or the end of the text. */
static const char *skip_plain(const struct csv *csv, const char *at, const char *end)
{
	for (;;) {
		while (!csv->stops[(unsigned char)*at])
			at++;
		if (*at != '\0' || at == end)
			return at;
		at++; /* a NUL in the file: finish() finds it */
	}
}

/* From inside quotes to beyond the closing one, or to the end of the text. A quote that is the last
 * byte there may be half of a doubled one: then the scan waits before it, unless no more will come.
 */
static const char *skip_quoted(struct csv *csv, const char *at, const char *end)
{
	while ((at = memchr(at, '"', (size_t)(end - at)))) {
		if (at + 1 == end && !csv->at_eof)
			return at;
		if (at + 1 == end || at[1] != '"') {
			csv->state = QUOTE_CLOSED;
			return at + 1;
		}
		at += 2;
	}
	return end;
}

/* Scans on. True when the record is complete: csv->at is at the newline or the end of the file. */
static bool scan(struct csv *csv)
{
	const char *begin = csv->text.text + csv->start;
	const char *end = csv->text.text + csv->text.len;
	const char *at = begin + csv->at;
	for (;;) {
		if (csv->state == FIELD_START && at < end) {
			csv->field_at = (size_t)(at - begin);
			csv->state = *at == '"' ? QUOTED : PLAIN;
			at += *at == '"';
		}
		if (csv->state == QUOTED)
			at = skip_quoted(csv, at, end);
		if (csv->state == PLAIN || csv->state == QUOTE_CLOSED)
			at = skip_plain(csv, at, end);
		csv->at = (size_t)(at - begin);
		if (csv->state == QUOTED || at == end)
			break;
		add_span(csv, csv->at, csv->state == QUOTE_CLOSED);
		if (*at != csv->separator)
			return true;
		csv->state = FIELD_START;
		at++;
	}
	if (!csv->at_eof || csv->reason || csv->state == QUOTED)
		return false;
	if (csv->state == FIELD_START) /* nothing, or a separator, before the end of the file */
		csv->field_at = csv->at;
	add_span(csv, csv->at, csv->state == QUOTE_CLOSED);
	return true;
}

static void begin_record(struct csv *csv)
{
	csv->at = csv->field_at = 0;
	csv->state = FIELD_START;
	csv->count = 0;
}

/* Newlines in the text: LF, CRLF, or CR alone. */
static int64_t count_lines(const char *text, size_t len)
{
	int64_t lines = 0;
	for (size_t at = 0; at < len; at++)
		lines += text[at] == '\n' ||
			 (text[at] == '\r' && !(at + 1 < len && text[at + 1] == '\n'));
	return lines;
}

/* The value of a quoted field, its doubled quotes halved, in place. What stands after the closing
 * quote belongs to it, as spreadsheets have it. */
static void unquote(char *field, size_t len)
{
	char *out = field;
	char *end = field + len;
	char *in = field + 1;
	bool closed = false;
	while (in < end) {
		if (!closed && *in == '"') {
			in++;
			if (in < end && *in == '"')
				*out++ = *in++;
			else
				closed = true;
			continue;
		}
		*out++ = *in++;
	}
	*out = '\0';
}

static bool is_bad(struct csv *csv, const char *begin, struct error *err)
{
	if (csv->count > CSV_FIELDS_MAX)
		error_set(err, ERROR_INPUT,
			_("Line %lld has more than %d fields: is this a CSV file?"),
			(long long)csv->line, CSV_FIELDS_MAX);
	else if (memchr(begin, '\0', csv->at))
		error_set(err, ERROR_INPUT, _("Line %lld holds a NUL byte: is this a text file?"),
			(long long)csv->line);
	else if (!text_valid(begin, csv->at))
		error_set(err, ERROR_INPUT,
			_("Line %lld holds bytes that are not UTF-8, though the file is. "
			  "Save the file as \"CSV UTF-8\" again."),
			(long long)csv->line);
	else
		return false;
	return true;
}

/* A complete record into `record`, and on to the next one. */
static bool finish(struct csv *csv, struct csv_record *record, struct error *err)
{
	char *begin = csv->text.text + csv->start;
	bool newline = begin + csv->at < csv->text.text + csv->text.len;
	csv->skip_lf = newline && begin[csv->at] == '\r';
	record->line = csv->line;
	bool bad = is_bad(csv, begin, err);
	bool quoted = false;
	int kept = csv->count < CSV_FIELDS_MAX ? csv->count : CSV_FIELDS_MAX;
	for (int i = 0; i < kept; i++)
		quoted = quoted || csv->span[i].quoted;
	csv->line += newline;
	if (quoted || csv->count > kept)
		csv->line += count_lines(begin, csv->at);
	for (int i = 0; i < kept && !bad; i++) {
		struct span *span = &csv->span[i];
		begin[span->end] = '\0';
		if (span->quoted)
			unquote(begin + span->begin, span->end - span->begin);
		csv->field[i] = begin + span->begin;
	}
	record->field = csv->field;
	record->count = bad ? 0 : csv->count;
	csv->start += csv->at + newline;
	begin_record(csv);
	return !bad;
}

/* Gives a record up whose end is not in sight, and goes on at its second line. */
static bool give_up(struct csv *csv, struct error *err)
{
	long long line = csv->line;
	const char *begin = csv->text.text + csv->start;
	size_t first = strcspn(begin, "\r\n"); /* stops at a NUL of the file too: no newline then */
	bool more = begin[first] != '\0' && csv->rescans++ < RESCANS_MAX;
	if (csv->state == QUOTED)
		error_set(err, ERROR_INPUT,
			_("Line %lld opens a quote (\") that is never closed. "
			  "Close it, or double it if it belongs to the text."),
			line);
	else
		error_set(err, ERROR_INPUT,
			_("Line %lld is longer than 1 MiB: is this a CSV file?"), line);
	csv->ended = !more;
	csv->skip_lf = more && begin[first] == '\r';
	csv->start += first + more;
	csv->line++;
	begin_record(csv);
	return false;
}

/* Leaves out newlines before a record. False: the block ends here. */
static bool skip_empty_lines(struct csv *csv)
{
	for (;; csv->start++) {
		char c = csv->text.text[csv->start];
		if (csv->start == csv->text.len)
			return false;
		if (c != '\r' && c != '\n')
			break;
		csv->line += !(c == '\n' && csv->skip_lf);
		csv->skip_lf = c == '\r';
	}
	csv->skip_lf = false;
	return true;
}

bool csv_next(struct csv *csv, struct csv_record *record, struct error *err)
{
	if (err)
		error_clear(err);
	*record = (struct csv_record){ 0 };
	while (!csv->ended) {
		bool begun = csv->at > 0 || csv->state != FIELD_START || skip_empty_lines(csv);
		if (begun && scan(csv) && csv->at <= CSV_RECORD_MAX)
			return finish(csv, record, err);
		record->line = csv->line;
		if (begun && (csv->at > CSV_RECORD_MAX || (csv->at_eof && !csv->reason)))
			return give_up(csv, err);
		if (csv->at_eof) {
			csv->ended = true;
			if (csv->reason)
				return error_set(err, ERROR_IO,
					_("Cannot read on after line %lld: %s."),
					(long long)csv->line, strerror(csv->reason));
			return false;
		}
		fill(csv);
	}
	return false;
}

bool csv_ended(const struct csv *csv)
{
	return csv->ended;
}

char csv_separator(const struct csv *csv)
{
	return csv->separator;
}

enum text_encoding csv_encoding(const struct csv *csv)
{
	return csv->decoder.encoding;
}

int64_t csv_bytes_read(const struct csv *csv)
{
	return csv->read;
}

int64_t csv_bytes_total(const struct csv *csv)
{
	return csv->total;
}

/* --- Writing --- */

/* Characters that make a spreadsheet run what follows (OWASP, "CSV Injection"). A telephone number
 * is spared, also with blanks in it: programs and letters must read it back. */
static bool is_formula(const char *field)
{
	if (field[0] == '\0' || !strchr("=+-@\t\r\n", field[0]))
		return false;
	bool telephone = field[0] == '+' && field[1] >= '0' && field[1] <= '9' &&
			 field[1 + strspn(field + 1, "0123456789 ")] == '\0';
	return !telephone;
}

void csv_put(struct str *out, const char *field, bool first, bool guard)
{
	if (!first)
		str_addc(out, ',');
	bool quoted = field[strcspn(field, ",;\t\"\r\n")] != '\0';
	if (quoted)
		str_addc(out, '"');
	if (guard && is_formula(field))
		str_addc(out, '\'');
	for (; *field != '\0'; field++) {
		size_t plain = strcspn(field, "\"");
		str_addn(out, field, plain);
		field += plain;
		if (*field == '\0')
			break;
		str_add(out, "\"\"");
	}
	if (quoted)
		str_addc(out, '"');
}

void csv_end(struct str *out)
{
	str_add(out, "\r\n");
}
