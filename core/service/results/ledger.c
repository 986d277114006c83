/* The lines that a runbook writes, and what they say of a change. All of it is outside text: ids
 * are taken only where they look like ids, words are made printable. */
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/service/results/ledger.h"
#include "core/store/json.h"

enum state { STATE_STARTED, STATE_HELD, STATE_DONE, STATE_FAILED, STATE_COUNT };

static const char *const states[STATE_COUNT] = { "started", "held", "done", "failed" };

struct line {
	char *key;
	char kind[32], digest[SCRIPT_DIGEST];
	enum state state;
	int64_t at; /* number of the line, from 1 */
	char *text; /* the JSON */
};

struct pages {
	char **text; /* owned */
	int count;
	bool whole;
};

struct ledger {
	struct json_reader *reader;
	struct str rest;   /* of a line that is not ended */
	int64_t read, bad; /* ledger; the first bad one */
	void *tree;        /* of struct line, by key */
	struct line **all; /* in the order of their first lines */
	const char **keys; /* of all */
	int count, room;
	void *bought; /* tree of numbers that a completed order brought, owned */
	struct pages pages[SERVICE_PAGE_COUNT];
	bool ended;
	int64_t ended_at, started_at;
	char tenant[80];
};

/* What failed, by what the service's words contain, for a kind of change ("" for all). The first
 * row that fits counts. Codes of orders: powershell.md 9; the rest are the wordings of the module
 * they may lie, so that only plain ones are believed). */
static const struct {
	const char *part, *kind;
	enum cause cause;
} causes[] = {
	{ "OutOfStock", "", CAUSE_OUT_OF_STOCK },
	{ "out of stock", "", CAUSE_OUT_OF_STOCK },
	{ "NotEnoughLicenses", "", CAUSE_QUOTA },
	{ "NotEnoughLicences", "", CAUSE_QUOTA },
	{ "ReservationExpired", "", CAUSE_EXPIRED },
	{ "Expired", "order", CAUSE_EXPIRED },
	{ "Expired", "acquire", CAUSE_EXPIRED },
	{ "MissingAddress", "", CAUSE_ADDRESS_NEEDED },
	{ "InvalidAddress", "", CAUSE_ADDRESS_INVALID },
	{ "TooManyRequests", "", CAUSE_THROTTLED },
	{ "too many requests", "", CAUSE_THROTTLED },
	{ "in use", "address_remove", CAUSE_ADDRESS_IN_USE },
	{ "in use", "place_remove", CAUSE_ADDRESS_IN_USE },
	{ "assigned to", "address_remove", CAUSE_ADDRESS_IN_USE },
	{ "assigned to", "place_remove", CAUSE_ADDRESS_IN_USE },
	{ "assigned", "release", CAUSE_NUMBER_IN_USE },
	{ "assigned", "usage", CAUSE_NUMBER_ASSIGNED },
	{ "already assigned", "assign", CAUSE_NUMBER_TAKEN },
	{ "license", "assign", CAUSE_NO_PHONE_LICENCE },
	{ "licence", "assign", CAUSE_NO_PHONE_LICENCE },
	{ "not a valid address", "", CAUSE_ADDRESS_INVALID },
};

struct ledger *ledger_new(void)
{
	struct ledger *ledger = xcalloc(1, sizeof *ledger);
	ledger->reader = json_reader_new();
	return ledger;
}

static void line_keep(void *line)
{
	(void)line; /* owned by ledger->all */
}

void ledger_free(struct ledger *ledger)
{
	if (!ledger)
		return;
	tdestroy(ledger->tree, line_keep);
	tdestroy(ledger->bought, free);
	for (int i = 0; i < ledger->count; i++) {
		free(ledger->all[i]->key);
		free(ledger->all[i]->text);
		free(ledger->all[i]);
	}
	for (int page = 0; page < SERVICE_PAGE_COUNT; page++) {
		for (int i = 0; i < ledger->pages[page].count; i++)
			free(ledger->pages[page].text[i]);
		free(ledger->pages[page].text);
	}
	free(ledger->all);
	free(ledger->keys);
	str_fini(&ledger->rest);
	json_reader_free(ledger->reader);
	free(ledger);
}

/* --- Reading --- */

static int by_key(const void *one, const void *other)
{
	return strcmp(((const struct line *)one)->key, ((const struct line *)other)->key);
}

static int by_text(const void *one, const void *other)
{
	return strcmp(one, other);
}

static struct line *line_find(const struct ledger *ledger, const char *key)
{
	struct line named = { .key = (char *)key };
	struct line **found = tfind(&named, &ledger->tree, by_key);
	return found ? *found : NULL;
}

static struct line *line_of(struct ledger *ledger, const char *key)
{
	struct line *line = line_find(ledger, key);
	if (line)
		return line;
	if (ledger->count == ledger->room) {
		ledger->room = ledger->room ? 2 * ledger->room : 64;
		ledger->all = xrealloc(ledger->all, (size_t)ledger->room, sizeof(struct line *));
		ledger->keys = xrealloc(ledger->keys, (size_t)ledger->room, sizeof *ledger->keys);
	}
	line = xcalloc(1, sizeof *line);
	line->key = xstrdup(key);
	ledger->keys[ledger->count] = line->key;
	ledger->all[ledger->count++] = line;
	tsearch(line, &ledger->tree, by_key);
	return line;
}

/* ISO 8601 as PowerShell writes it, with a fraction that nobody needs; 0: it is none. */
static int64_t instant(struct json_reader *reader, const char *path)
{
	char text[64], *fraction;
	json_get_text(reader, path, text, sizeof text);
	if ((fraction = strpbrk(text, ".+")) != NULL)
		strcpy(fraction, "Z");
	int64_t when = clock_parse(text);
	return when > 0 ? when : 0;
}

/* A completed order brought its numbers, whether or not a line of their own says so. */
static void bought_note(struct ledger *ledger)
{
	char path[80], number[32];
	int64_t count = json_get_count(ledger->reader, "$.numbers");
	for (int64_t i = 0; i < count; i++) {
		snprintf(path, sizeof path, "$.numbers[%lld].telephoneNumber", (long long)i);
		json_get_text(ledger->reader, path, number, sizeof number);
		if (number[0] && !tfind(number, &ledger->bought, by_text))
			tsearch(xstrdup(number), &ledger->bought, by_text);
	}
}

static void step_take(struct ledger *ledger, const char *key, const char *text, size_t len)
{
	char word[16];
	int state = 0;
	json_get_text(ledger->reader, "$.state", word, sizeof word);
	while (state < STATE_COUNT && strcmp(states[state], word) != 0)
		state++;
	if (state == STATE_COUNT)
		return;
	struct line *line = line_of(ledger, key);
	json_get_text(ledger->reader, "$.kind", line->kind, sizeof line->kind);
	json_get_text(ledger->reader, "$.digest", line->digest, sizeof line->digest);
	line->state = (enum state)state;
	line->at = ledger->read;
	free(line->text);
	line->text = xstrndup(text, len);
	if (state == STATE_DONE && strcmp(line->kind, "order") == 0)
		bought_note(ledger);
}

static void page_take(struct ledger *ledger, const char *noun, const char *text, size_t len)
{
	enum service_page page;
	if (strcmp(noun, "addresses") == 0)
		page = SERVICE_ADDRESSES;
	else if (strcmp(noun, "numbers") == 0)
		page = SERVICE_NUMBERS;
	else
		return;
	struct pages *pages = &ledger->pages[page];
	pages->text = xrealloc(pages->text, (size_t)pages->count + 1, sizeof *pages->text);
	pages->text[pages->count++] = xstrndup(text, len);
	pages->whole = json_get_number(ledger->reader, "$.last", 0) != 0;
}

/* A run of the script begins: what it reads replaces what an earlier one read. */
static void head_take(struct ledger *ledger)
{
	json_get_text(ledger->reader, "$.tenant", ledger->tenant, sizeof ledger->tenant);
	ledger->started_at = instant(ledger->reader, "$.started");
	ledger->ended = false;
	ledger->ended_at = 0;
	for (int page = 0; page < SERVICE_PAGE_COUNT; page++) {
		for (int i = 0; i < ledger->pages[page].count; i++)
			free(ledger->pages[page].text[i]);
		ledger->pages[page].count = 0;
		ledger->pages[page].whole = false;
	}
}

/* False: it is no line of a runbook. */
static bool line_take(struct ledger *ledger, const char *text, size_t len)
{
	char word[80];
	struct json_reader *reader = ledger->reader;
	if (!json_read(reader, text, len))
		return false;
	if (json_get_text(reader, "$.key", word, sizeof word)[0]) {
		step_take(ledger, word, text, len);
	} else if (json_get_text(reader, "$.read", word, sizeof word)[0]) {
		page_take(ledger, word, text, len);
	} else if (json_get_text(reader, "$.ended", word, sizeof word)[0]) {
		ledger->ended = true;
		ledger->ended_at = instant(reader, "$.ended");
	} else if (json_get_number(reader, "$.schema", 0) == 1) {
		head_take(ledger);
	} else {
		return false;
	}
	return true;
}

static bool blank(const char *text, size_t len)
{
	return strspn(text, " \t\r") >= len;
}

static void line_end(struct ledger *ledger)
{
	ledger->read++;
	if (!blank(str_text(&ledger->rest), ledger->rest.len) &&
		!line_take(ledger, str_text(&ledger->rest), ledger->rest.len) && !ledger->bad)
		ledger->bad = ledger->read;
	str_clear(&ledger->rest);
}

void ledger_add(struct ledger *ledger, const char *bytes, size_t len)
{
	for (const char *end; len > 0 && (end = memchr(bytes, '\n', len));) {
		size_t piece = (size_t)(end - bytes);
		str_addn(&ledger->rest, bytes, piece);
		line_end(ledger);
		bytes = end + 1;
		len -= piece + 1;
	}
	str_addn(&ledger->rest, bytes, len);
}

void ledger_end(struct ledger *ledger)
{
	int64_t bad = ledger->bad;
	if (ledger->rest.len > 0)
		line_end(ledger);
	ledger->bad = bad; /* it was cut */
}

int64_t ledger_bad(const struct ledger *ledger)
{
	return ledger->bad;
}

int64_t ledger_count(const struct ledger *ledger)
{
	return ledger->read;
}

bool ledger_open(const struct ledger *ledger)
{
	for (int i = 0; i < ledger->count; i++)
		if (ledger->all[i]->state == STATE_STARTED)
			return true;
	return false;
}

void ledger_summary(const struct ledger *ledger, struct results_summary *out)
{
	*out = (struct results_summary){ .steps = ledger->count,
		.ended = ledger->ended,
		.ended_at = ledger->ended_at,
		.started_at = ledger->started_at };
	text_copy(out->tenant, sizeof out->tenant, ledger->tenant);
	for (int i = 0; i < ledger->count; i++) {
		enum state state = ledger->all[i]->state;
		out->done += state == STATE_DONE || state == STATE_HELD;
		out->failed += state == STATE_FAILED;
	}
}

int ledger_keys(const struct ledger *ledger, const char *const **keys)
{
	*keys = ledger->keys;
	return ledger->count;
}

/* --- Answers --- */

/* An id of the service: GUIDs and the like. Anything else is none. */
static void id_get(struct json_reader *reader, const char *path, char *id, size_t size)
{
	static const char good[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	struct str text = { 0 };
	id[0] = '\0';
	if (json_get(reader, path, &text) && text.len < size &&
		strspn(str_text(&text), good) == text.len)
		text_copy(id, size, str_text(&text));
	str_fini(&text);
}

/* The address page and the location page name one thing differently (powershell.md 17). */
static void validation_get(struct json_reader *reader, char validation[16])
{
	static const struct {
		const char *theirs, *ours;
	} words[] = { { "Valid", "Valid" }, { "Validated", "Valid" }, { "Invalid", "Invalid" },
		{ "NotValidated", "NotValidated" }, { "Notvalidated", "NotValidated" } };
	char word[32];
	json_get_text(reader, "$.validationStatus", word, sizeof word);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i].theirs, word) == 0)
			text_copy(validation, 16, words[i].ours);
}

static void brought_get(
	struct json_reader *reader, const struct line *line, struct service_reply *reply)
{
	id_get(reader, "$.civicAddressId", reply->civic_id, sizeof reply->civic_id);
	id_get(reader, "$.locationId", reply->location_id, sizeof reply->location_id);
	id_get(reader, "$.serviceId", reply->service_id, sizeof reply->service_id);
	id_get(reader, "$.orderId", reply->reservation, sizeof reply->reservation);
	reply->held_until = instant(reader, "$.heldUntil");
	if (strcmp(line->kind, "address") == 0) {
		validation_get(reader, reply->validation);
		json_get(reader, "$.corrections", &reply->json);
	} else if (strcmp(line->kind, "order") == 0) {
		json_get(reader, "$.numbers", &reply->json);
	} else {
		json_get(reader, "$.progress", &reply->json);
	}
}

static void words_get(struct json_reader *reader, char *words, size_t size)
{
	struct str raw = { 0 }, printable = { 0 };
	if (json_get(reader, "$.message", &raw))
		text_printable(&printable, str_text(&raw));
	text_copy(words, size, str_text(&printable));
	str_fini(&raw);
	str_fini(&printable);
}

static enum cause cause_of(struct json_reader *reader, const struct line *line, const char *words)
{
	char word[32];
	json_get_text(reader, "$.cause", word, sizeof word);
	if (word[0])
		return cause_from_word(word);
	for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++)
		if (strcasestr(words, causes[i].part) &&
			(!causes[i].kind[0] || strcmp(causes[i].kind, line->kind) == 0))
			return causes[i].cause;
	return CAUSE_UNKNOWN;
}

/* Is the line about what is asked for now? A number that a completed order brought has no wish of
 * its own: it is believed with its order. */
static bool line_fits(const struct ledger *ledger, const struct line *line,
	const struct ledger_question *question)
{
	if (strcmp(line->kind, question->kind) != 0)
		return false;
	if (!line->digest[0])
		return strcmp(line->kind, "acquire") == 0 && question->number &&
		       tfind(question->number, &ledger->bought, by_text) != NULL;
	return strcmp(question->digest, line->digest) == 0;
}

void ledger_question(const struct service_request *request, struct ledger_question *out)
{
	*out = (struct ledger_question){
		.key = request->key, .kind = request->kind, .number = request->number
	};
	script_digest(request, out->digest);
}

static void reply_fail(struct service_reply *reply, enum cause cause)
{
	reply->state = SERVICE_FAILED;
	reply->cause = cause;
}

enum ledger_said ledger_answer(const struct ledger *ledger, const struct ledger_question *question,
	int64_t since, int64_t now, struct service_reply *reply)
{
	const struct line *line = question->key ? line_find(ledger, question->key) : NULL;
	if (!line || line->at < since || line->state == STATE_STARTED)
		return LEDGER_NOTHING;
	if (!line_fits(ledger, line, question))
		return LEDGER_OTHER;
	json_read(ledger->reader, line->text, strlen(line->text));
	words_get(ledger->reader, reply->words, sizeof reply->words);
	if (line->state == STATE_FAILED) {
		reply_fail(reply, cause_of(ledger->reader, line, reply->words));
		return LEDGER_ANSWER;
	}
	reply->state = SERVICE_DONE;
	brought_get(ledger->reader, line, reply);
	if (line->state == STATE_HELD && reply->held_until <= now)
		reply_fail(reply, CAUSE_EXPIRED);
	return LEDGER_ANSWER;
}

/* --- Pages --- */

bool ledger_whole(const struct ledger *ledger, enum service_page page)
{
	return ledger->pages[page].whole;
}

bool ledger_page(const struct ledger *ledger, enum service_page page, int index, struct str *json)
{
	if (index < 0 || index >= ledger->pages[page].count)
		return false;
	str_add(json, ledger->pages[page].text[index]);
	return true;
}
