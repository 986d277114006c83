/* core/service/powershell/script.c: a runbook: the constant text of data/runbook.ps1 with the plan
 * in its middle. A step is a hash table of single-quoted texts under our own keys; what is done
 * with it stands in the constant text. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/embed.h"
#include "core/base/tr.h"
#include "core/rules/callflow.h"
#include "core/service/powershell/script.h"
#include "core/tenant/address.h"
#include "core/tenant/feature.h"

#define RUNBOOK "runbook.ps1"
#define MARK "#=plan=\n" /* where the plan goes */

struct script {
	char *tenant, *environment, *title;
	bool tokens, reads;
	int64_t now;
	struct str steps;
	int count;
};

/* ---- what a step is made of ---- */

enum member {
	OBJECT_ID = 1 << 0,
	UPN = 1 << 1,
	NUMBER = 1 << 2,
	NUMBER_KIND = 1 << 3,
	RESERVATION = 1 << 4,
	LOCATION_ID = 1 << 5,
	CIVIC_ID = 1 << 6,
	PLACE = 1 << 7,
	COUNTRY = 1 << 8,
	CITY = 1 << 9,
	AREA_CODE = 1 << 10,
	PREFIX = 1 << 11,
	NAME = 1 << 12,
	FEATURE = 1 << 13,
	ADDRESS_KEY = 1 << 14,
	PLACE_KEY = 1 << 15,
	ORDER_KEY = 1 << 16,
	QUANTITY = 1 << 17,
	ADDRESS = 1 << 18,
	DOCUMENT = 1 << 19
};

#define TEXT_MEMBER(field) offsetof(struct service_request, field)

static const struct {
	unsigned bit;
	const char *key; /* in the script */
	size_t at;       /* of a text */
	const char *says;
} members[] = {
	{ OBJECT_ID, "objectId", TEXT_MEMBER(object_id), N_("the person's object id") },
	{ UPN, "upn", TEXT_MEMBER(upn), N_("the person") },
	{ NUMBER, "number", TEXT_MEMBER(number), N_("the number") },
	{ NUMBER_KIND, "numberKind", TEXT_MEMBER(number_kind), N_("the kind of number") },
	{ RESERVATION, "reservation", TEXT_MEMBER(reservation), N_("the order that holds it") },
	{ LOCATION_ID, "locationId", TEXT_MEMBER(location_id), N_("the place's id") },
	{ CIVIC_ID, "civicAddressId", TEXT_MEMBER(civic_id), N_("the address's id") },
	{ PLACE, "place", TEXT_MEMBER(place_name), N_("the place's name") },
	{ COUNTRY, "country", TEXT_MEMBER(country), N_("the country") },
	{ CITY, "city", TEXT_MEMBER(city), N_("the city") },
	{ AREA_CODE, "areaCode", TEXT_MEMBER(area_code),
		N_("an area code, a prefix or an address to search by") },
	{ PREFIX, "prefix", TEXT_MEMBER(prefix), N_("the prefix") },
	{ NAME, "name", TEXT_MEMBER(name), N_("the name") },
	{ FEATURE, "featureKind", TEXT_MEMBER(feature_kind), N_("what it is") },
	{ ADDRESS_KEY, "addressKey", TEXT_MEMBER(address_key), N_("the address") },
	{ PLACE_KEY, "placeKey", TEXT_MEMBER(place_key), N_("the place") },
	{ ORDER_KEY, "orderKey", TEXT_MEMBER(order_key), N_("the order") },
};

enum { MEMBERS = sizeof members / sizeof members[0] };

/* needs: all of them; either: one of them at least; takes: written when they are there. */
static const struct step_kind {
	const char *kind;
	unsigned needs, either, takes;
} kinds[] = {
	{ "order", COUNTRY | NUMBER_KIND | QUANTITY, AREA_CODE | PREFIX | CIVIC_ID | ADDRESS_KEY,
		CITY },
	{ "acquire", NUMBER, RESERVATION | ORDER_KEY, COUNTRY },
	{ "let_go", RESERVATION, 0, 0 },
	{ "release", NUMBER, 0, 0 },
	{ "usage", NUMBER | DOCUMENT, 0, 0 },
	{ "address", ADDRESS, 0, CIVIC_ID },
	{ "address_remove", CIVIC_ID, 0, 0 },
	{ "place", PLACE, CIVIC_ID | ADDRESS_KEY, COUNTRY },
	{ "place_remove", LOCATION_ID, 0, 0 },
	{ "number_place", NUMBER, LOCATION_ID | PLACE_KEY, COUNTRY },
	{ "assign", NUMBER, OBJECT_ID | UPN, LOCATION_ID | PLACE_KEY | COUNTRY },
	{ "unassign", NUMBER, OBJECT_ID | UPN, 0 },
	{ "account", NAME | DOCUMENT, 0, 0 },
	{ "queue", NAME | DOCUMENT, 0, 0 },
	{ "attendant", NAME | DOCUMENT, 0, 0 },
	{ "bridge", NAME | DOCUMENT, 0, 0 },
	{ "feature_remove", NAME | FEATURE, 0, 0 },
};

static const struct step_kind *kind_of(const char *kind)
{
	for (size_t i = 0; kind && i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i].kind, kind) == 0)
			return &kinds[i];
	return NULL;
}

bool script_can(const char *kind)
{
	return kind_of(kind) != NULL;
}

/* "" where the request has none. */
static const char *member_text(const struct service_request *request, int member)
{
	const char *text;

	memcpy(&text, (const char *)request + members[member].at, sizeof text);
	return text ? text : "";
}

static unsigned members_of(const struct service_request *request)
{
	unsigned has = 0;

	for (int i = 0; i < MEMBERS; i++)
		if (member_text(request, i)[0])
			has |= members[i].bit;
	has |= request->quantity > 0 ? QUANTITY : 0;
	has |= request->address ? ADDRESS : 0;
	has |= request->document && request->document[0] ? DOCUMENT : 0;
	return has;
}

/* ---- literals ---- */

static void write_indent(struct str *out, int depth)
{
	for (int i = 0; i < depth; i++)
		str_add(out, "    ");
}

static void write_text(struct str *out, int depth, const char *key, const char *text)
{
	write_indent(out, depth);
	str_addf(out, "%s = ", key);
	powershell_quote(out, text);
	str_addc(out, '\n');
}

static void write_number(struct str *out, int depth, const char *key, int64_t number)
{
	write_indent(out, depth);
	str_addf(out, "%s = %" PRId64 "\n", key, number);
}

static void write_truth(struct str *out, int depth, const char *key, bool truth)
{
	write_indent(out, depth);
	str_addf(out, "%s = %s\n", key, truth ? "$true" : "$false");
}

static void write_address(struct str *out, const struct address *address)
{
	str_add(out, "    address = @{\n");
	for (int i = 0; address_column(i); i++) {
		const char *text = address_text(address, address_column(i));
		if (text && text[0])
			write_text(out, 2, address_column(i), text);
	}
	str_add(out, "    }\n");
}

/* ---- documents of features (core/tenant/feature.h) ---- */

enum shape { SHAPE_TEXT, SHAPE_METHOD, SHAPE_WHOLE, SHAPE_LIST, SHAPE_ROWS, SHAPE_HOURS };

static const struct {
	const char *kind, *key;
	enum shape shape;
	const char *columns[4]; /* of rows */
} parts[] = {
	{ "account", "display_name", SHAPE_TEXT, { 0 } },
	{ "account", "serves", SHAPE_TEXT, { 0 } },
	{ "queue", "account", SHAPE_TEXT, { 0 } },
	{ "queue", "language", SHAPE_TEXT, { 0 } },
	{ "queue", "greeting", SHAPE_TEXT, { 0 } },
	{ "queue", "music", SHAPE_TEXT, { 0 } },
	{ "queue", "method", SHAPE_METHOD, { 0 } },
	{ "queue", "agents", SHAPE_LIST, { 0 } },
	{ "queue", "overflow_at", SHAPE_WHOLE, { 0 } },
	{ "queue", "overflow_to", SHAPE_TEXT, { 0 } },
	{ "queue", "timeout_after", SHAPE_WHOLE, { 0 } },
	{ "queue", "timeout_to", SHAPE_TEXT, { 0 } },
	{ "attendant", "account", SHAPE_TEXT, { 0 } },
	{ "attendant", "language", SHAPE_TEXT, { 0 } },
	{ "attendant", "time_zone", SHAPE_TEXT, { 0 } },
	{ "attendant", "greeting", SHAPE_TEXT, { 0 } },
	{ "attendant", "closed", SHAPE_TEXT, { 0 } },
	{ "attendant", "hours", SHAPE_HOURS, { 0 } },
	{ "attendant", "menu", SHAPE_ROWS, { "key", "say", "to" } },
	{ "attendant", "after_hours", SHAPE_TEXT, { 0 } },
	{ "attendant", "holidays", SHAPE_ROWS, { "name", "date", "to" } },
	{ "attendant", "operator", SHAPE_TEXT, { 0 } },
	{ "usage", "usage", SHAPE_TEXT, { 0 } },
	{ "bridge", "toll", SHAPE_TEXT, { 0 } },
	{ "bridge", "toll_free", SHAPE_TEXT, { 0 } },
	{ "bridge", "languages", SHAPE_LIST, { 0 } },
};

/* The value at "$.KEY", or with a column at "$.KEY[AT].COLUMN"; "" if there is none. */
static void value_at(
	const char *document, const char *key, int64_t at, const char *column, struct str *out)
{
	char path[80];

	if (at < 0)
		snprintf(path, sizeof path, "$.%s", key);
	else
		snprintf(path, sizeof path, "$.%s[%" PRId64 "]%s%s", key, at, column ? "." : "",
			column ? column : "");
	str_clear(out);
	feature_value(document, path, out);
}

static int64_t count_at(const char *document, const char *key)
{
	char path[80];

	snprintf(path, sizeof path, "$.%s", key);
	return feature_count(document, path);
}

static void write_list(struct str *out, const char *document, const char *key)
{
	struct str value = { 0 };

	write_indent(out, 2);
	str_addf(out, "%s = @(", key);
	for (int64_t i = 0; i < count_at(document, key); i++) {
		value_at(document, key, i, NULL, &value);
		str_add(out, i > 0 ? ", " : "");
		powershell_quote(out, str_text(&value));
	}
	str_add(out, ")\n");
	str_fini(&value);
}

static void write_rows(
	struct str *out, const char *document, const char *key, const char *const *columns)
{
	struct str value = { 0 };

	write_indent(out, 2);
	str_addf(out, "%s = @(\n", key);
	for (int64_t i = 0; i < count_at(document, key); i++) {
		write_indent(out, 3);
		str_add(out, "@{ ");
		for (int k = 0; columns[k]; k++) {
			value_at(document, key, i, columns[k], &value);
			str_addf(out, "%s%s = ", k > 0 ? "; " : "", columns[k]);
			powershell_quote(out, str_text(&value));
		}
		str_add(out, " }\n");
	}
	write_indent(out, 2);
	str_add(out, ")\n");
	str_fini(&value);
}

/* A day's hours as the module takes them: 24:00 is one day. */
static void write_day(struct str *out, const struct callflow_hours *hours, int day)
{
	static const char *const days[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
		"Saturday", "Sunday" };
	char from[8], to[8];

	callflow_time_text(hours->from, from);
	callflow_time_text(hours->to, to);
	write_indent(out, 3);
	str_addf(out, "@{ day = '%s'; from = '%s'; to = '%s' }\n", days[day], from,
		strcmp(to, "24:00") == 0 ? "1.00:00" : to);
}

static bool write_hours(struct str *out, const char *document, struct error *err)
{
	struct str days = { 0 }, from = { 0 }, to = { 0 }, text = { 0 };
	struct callflow_hours hours[CALLFLOW_HOURS];
	int count = 0;
	bool ok;

	for (int64_t i = 0; i < count_at(document, "hours"); i++) {
		value_at(document, "hours", i, "days", &days);
		value_at(document, "hours", i, "from", &from);
		value_at(document, "hours", i, "to", &to);
		str_addf(&text, "%s%s %s-%s", i > 0 ? "; " : "", str_text(&days), str_text(&from),
			str_text(&to));
	}
	ok = text.len == 0 || callflow_hours_parse(str_text(&text), hours, &count, err);
	str_add(out, "        hours = @(\n");
	for (int day = 0; ok && day < 7; day++)
		for (int i = 0; i < count; i++)
			if (hours[i].days & 1U << day)
				write_day(out, &hours[i], day);
	str_add(out, "        )\n");
	str_fini(&days);
	str_fini(&from);
	str_fini(&to);
	str_fini(&text);
	return ok;
}

/* How a queue rings, in the module's word; all at once where nothing is said. */
static const char *method_of(const char *word)
{
	int method = callflow_method_of(word);

	return callflow_method_cmdlet(method < 0 ? CALLFLOW_ALL : (enum callflow_method)method);
}

static bool write_document(
	struct str *out, const char *kind, const char *document, struct error *err)
{
	struct str value = { 0 };
	bool ok = true;

	str_add(out, "    document = @{\n");
	for (size_t i = 0; ok && i < sizeof parts / sizeof parts[0]; i++) {
		if (strcmp(parts[i].kind, kind) != 0)
			continue;
		if (parts[i].shape == SHAPE_LIST) {
			write_list(out, document, parts[i].key);
		} else if (parts[i].shape == SHAPE_ROWS) {
			write_rows(out, document, parts[i].key, parts[i].columns);
		} else if (parts[i].shape == SHAPE_HOURS) {
			ok = write_hours(out, document, err);
		} else {
			value_at(document, parts[i].key, -1, NULL, &value);
			if (parts[i].shape == SHAPE_WHOLE)
				write_number(
					out, 2, parts[i].key, strtoll(str_text(&value), NULL, 10));
			else
				write_text(out, 2, parts[i].key,
					parts[i].shape == SHAPE_METHOD ? method_of(str_text(&value))
								       : str_text(&value));
		}
	}
	str_add(out, "    }\n");
	str_fini(&value);
	return ok;
}

/* ---- steps ---- */

static char *copied(const char *text)
{
	return xstrdup(text ? text : "");
}

struct script *script_new(const struct script_options *options)
{
	struct script *script = xcalloc(1, sizeof *script);

	script->tenant = copied(options->tenant);
	script->environment = copied(options->environment);
	script->title = copied(options->title);
	script->tokens = options->tokens;
	script->reads = options->reads;
	script->now = options->now;
	return script;
}

void script_free(struct script *script)
{
	if (!script)
		return;
	free(script->tenant);
	free(script->environment);
	free(script->title);
	str_fini(&script->steps);
	free(script);
}

/* What of the kind's needs the request lacks: N_() text; NULL: nothing. */
static const char *missing(const struct step_kind *kind, unsigned has)
{
	unsigned lacks = kind->needs & ~has;

	if (kind->either && !(kind->either & has))
		lacks |= kind->either;
	if (lacks & QUANTITY)
		return N_("how many");
	if (lacks & ADDRESS)
		return N_("the address");
	if (lacks & DOCUMENT)
		return N_("what it is to be");
	for (int i = MEMBERS - 1; i >= 0; i--)
		if ((lacks & members[i].bit) && (members[i].bit & ~(PREFIX | ADDRESS_KEY)))
			return members[i].says;
	return NULL;
}

/* What the module has no way for, though it knows the kind. */
static bool may(const struct service_request *request, struct error *err)
{
	struct str usage = { 0 };
	bool to_service;

	if (strcmp(request->kind, "feature_remove") == 0 &&
		strcmp(request->feature_kind, "queue") != 0 &&
		strcmp(request->feature_kind, "attendant") != 0)
		return error_set(err, ERROR_REFUSED,
			_("%s: a script can take away queues and attendants only. Do this in the admin center."),
			request->name);
	if (strcmp(request->kind, "usage") != 0)
		return true;
	value_at(request->document, "usage", -1, NULL, &usage);
	to_service = strcmp(str_text(&usage), "toll") == 0 ||
		     strcmp(str_text(&usage), "tollfree") == 0;
	str_fini(&usage);
	return to_service ||
	       error_set(err, ERROR_REFUSED,
		       _("%s: a script can turn a person's number into a service number, not back. Ask Microsoft's service desk (R-355)."),
		       request->number);
}

static const char *title_of(const struct service_request *request)
{
	return request->key ? request->key : request->kind;
}

static void write_members(
	struct str *out, const struct step_kind *kind, const struct service_request *request)
{
	unsigned wanted = kind->needs | kind->either | kind->takes;

	for (int i = 0; i < MEMBERS; i++)
		if ((wanted & members[i].bit) && member_text(request, i)[0])
			write_text(out, 1, members[i].key, member_text(request, i));
	if (wanted & QUANTITY)
		write_number(out, 1, "quantity", request->quantity);
	if (wanted & ADDRESS)
		write_address(out, request->address);
}

bool script_add(struct script *script, const struct service_request *request, struct error *err)
{
	const struct step_kind *kind = kind_of(request->kind);
	const char *lacks = kind ? missing(kind, members_of(request)) : NULL;
	char digest[SCRIPT_DIGEST];
	struct str step = { 0 };
	bool ok = true;

	if (!kind)
		return error_set(
			err, ERROR_REFUSED, _("%s: a script cannot do this."), title_of(request));
	if (lacks)
		return error_set(err, ERROR_REFUSED,
			_("%s: cannot stand in a script yet, %s is missing."), title_of(request),
			_(lacks));
	if (!may(request, err))
		return false;
	script_digest(request, digest);
	str_add(&step, "@{\n");
	write_text(&step, 1, "key", title_of(request));
	write_text(&step, 1, "kind", kind->kind);
	write_text(&step, 1, "digest", digest);
	write_members(&step, kind, request);
	if (kind->needs & DOCUMENT)
		ok = write_document(&step, kind->kind, request->document, err);
	str_add(&step, "}\n");
	if (ok) {
		str_addn(&script->steps, step.text, step.len);
		script->count++;
	}
	str_fini(&step);
	return ok;
}

int script_steps(const struct script *script)
{
	return script->count;
}

const char *script_data(const struct script *script)
{
	return str_text(&script->steps);
}

/* ---- the text ---- */

/* FNV-1a of 64 bits: it tells wishes apart, it guards nothing. */
static uint64_t hash_text(uint64_t hash, const char *text)
{
	for (const char *at = text ? text : "";; at++) {
		hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001b3);
		if (!*at)
			return hash;
	}
}

static const uint64_t hash_start = UINT64_C(0xcbf29ce484222325);

void script_digest(const struct service_request *request, char digest[SCRIPT_DIGEST])
{
	/* What a wish says elsewhere than in its own JSON; no ids, which come meanwhile. */
	const char *const more[] = { request->place_name, request->name, request->country,
		request->city, request->area_code, request->prefix, request->number_kind };
	uint64_t hash = hash_text(hash_text(hash_start, request->kind), request->wish);

	for (size_t i = 0; i < sizeof more / sizeof more[0]; i++)
		hash = hash_text(hash, more[i]);
	for (int i = 0; request->address && address_column(i); i++)
		hash = hash_text(hash, address_text(request->address, address_column(i)));
	snprintf(digest, SCRIPT_DIGEST, "%016" PRIx64, hash);
}

/* The same plan for the same tenant has the same id. */
static void write_plan(const struct script *script, struct str *out)
{
	time_t now = (time_t)script->now;
	char id[SCRIPT_DIGEST], written[40] = "";
	struct tm utc;

	snprintf(id, sizeof id, "%016" PRIx64,
		hash_text(hash_text(hash_start, script->tenant), str_text(&script->steps)));
	if (gmtime_r(&now, &utc))
		strftime(written, sizeof written, "%Y-%m-%dT%H:%M:%SZ", &utc);
	str_add(out, "$Plan = @{\n");
	write_text(out, 1, "id", id);
	write_text(out, 1, "title", script->title);
	write_text(out, 1, "written", written);
	write_text(out, 1, "tenant", script->tenant);
	write_text(out, 1, "environment", script->environment);
	write_truth(out, 1, "tokens", script->tokens);
	write_truth(out, 1, "reads", script->reads);
	str_add(out, "}\n$Steps = @(\n");
	str_add(out, str_text(&script->steps));
	str_add(out, ")\n");
}

static bool needs_mark(const struct str *text)
{
	for (size_t i = 0; i < text->len; i++)
		if ((unsigned char)text->text[i] >= 0x80)
			return true;
	return false;
}

void script_text(const struct script *script, struct str *out)
{
	const char *runbook = embedded_file(RUNBOOK, NULL);
	const char *mark = strstr(runbook, MARK);
	struct str plan = { 0 };

	write_plan(script, &plan);
	if (needs_mark(&plan))
		str_add(out, "\xef\xbb\xbf");
	str_addn(out, runbook, (size_t)(mark - runbook));
	str_addn(out, plan.text, plan.len);
	str_add(out, mark + strlen(MARK));
	str_fini(&plan);
}
