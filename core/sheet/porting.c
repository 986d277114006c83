/* core/sheet/porting.c: numbers that are to come along, from a file or typed, the orders that they
 * make, and who gets them. */
#include "core/sheet/porting.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"
#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/rules/workday.h"
#include "core/store/json.h"
#include "core/tenant/person.h"

/* ---- taking numbers ---- */

/* What is being read, beside what comes of it. */
struct taking {
	const struct topic_context *context;
	struct porting *porting;
	int64_t room;
	char area[sizeof "+1425"]; /* that was looked up last: lists are mostly of one */
	bool area_abroad;
};

static void bad_add(struct porting_bad bad[PORTING_BAD], int64_t *count, int64_t line,
	const char *text, struct verdict verdict)
{
	if (*count < PORTING_BAD) {
		struct porting_bad *row = &bad[*count];
		*row = (struct porting_bad){ .line = line, .verdict = verdict };
		text_copy(row->text, sizeof row->text, text);
	}
	++*count;
}

static void number_add(struct taking *taking, const char *number)
{
	struct porting *porting = taking->porting;
	if (porting->count == taking->room) {
		taking->room = taking->room ? 2 * taking->room : 64;
		porting->numbers = xrealloc(
			porting->numbers, (size_t)taking->room, sizeof *porting->numbers);
	}
	snprintf(porting->numbers[porting->count++], E164_SIZE, "%s", number);
}

/* Countries share the calling code 1: an area code may say that the number is of another one. */
static bool is_abroad(struct taking *taking, const char *number)
{
	const struct country *country = &taking->porting->country;
	struct area area;
	if (strcmp(country->calling_code, "1") != 0)
		return false;
	if (strncmp(number, taking->area, sizeof taking->area - 1) != 0) {
		snprintf(taking->area, sizeof taking->area, "%.5s", number);
		taking->area_abroad = reference_area_of_number(
					      taking->context->ref, number, &area, NULL) &&
				      area.area_code[0] && strcmp(area.country, country->code) != 0;
	}
	return taking->area_abroad;
}

static void line_take(struct taking *taking, const char *const *fields, int count, int64_t line)
{
	struct porting *porting = taking->porting;
	char number[E164_SIZE];
	struct verdict verdict = port_file_line(
		fields, count, porting->country.calling_code, number);
	if (verdict_ok(verdict) && is_abroad(taking, number))
		verdict = port_file_abroad();
	if (!verdict_ok(verdict)) {
		bad_add(porting->bad, &porting->bad_count, line, count > 0 ? fields[0] : "",
			verdict);
		return;
	}
	if (verdict.answer == VERDICT_WARN && porting->spelt++ == 0) {
		porting->first_spelt = line;
		porting->spelling = verdict;
	}
	number_add(taking, number);
}

/* Reads a file's records into row(); err says why a file could not be read to its end. */
static void file_walk(struct taking *taking, const char *path, struct porting_bad *bad,
	int64_t *bad_count, void (*row)(struct taking *, const struct csv_record *, bool first),
	struct error *err)
{
	struct csv *csv = csv_open(path, err);
	struct csv_record record = { 0 };
	struct error trouble = { 0 };
	bool more, first = true;
	if (!csv)
		return;
	while ((more = csv_next(csv, &record, &trouble)) || trouble.code == ERROR_INPUT) {
		if (more)
			row(taking, &record, first);
		else
			bad_add(bad, bad_count, record.line, "", port_file_unreadable());
		first = false;
		if (!more && csv_ended(csv))
			break;
		trouble = (struct error){ 0 };
	}
	csv_close(csv);
	if (trouble.code != ERROR_INPUT)
		*err = trouble;
}

static void number_row(struct taking *taking, const struct csv_record *record, bool first)
{
	struct porting *porting = taking->porting;
	if (!first) {
		line_take(taking, record->field, record->count, record->line);
		return;
	}
	struct verdict verdict = port_file_header(record->field, record->count);
	if (!verdict_ok(verdict))
		bad_add(porting->bad, &porting->bad_count, record->line,
			record->count > 0 ? record->field[0] : "", verdict);
}

static void words_read(struct taking *taking, const char *text)
{
	char *copy = xstrdup(text), *rest = copy, *word;
	for (int64_t place = 1; (word = strsep(&rest, ",;\n")) != NULL; place++) {
		char first[E164_SIZE], number[E164_SIZE];
		const char *field = text_trim(word);
		int count = port_range(field, first);
		if (count == 0 && field[0])
			line_take(taking, &field, 1, place);
		for (int i = 0; i < count; i++) {
			field = port_range_at(first, i, number);
			line_take(taking, &field, 1, place);
		}
	}
	free(copy);
}

/* ---- orders ---- */

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Sorted, each once, the billing number apart. */
static void numbers_settle(struct porting *porting)
{
	int64_t kept = 0;
	if (porting->count > 0)
		qsort(porting->numbers, (size_t)porting->count, sizeof *porting->numbers, compare);
	for (int64_t i = 0; i < porting->count; i++) {
		const char *number = porting->numbers[i];
		if (kept > 0 && strcmp(porting->numbers[kept - 1], number) == 0) {
			porting->twice++;
		} else if (strcmp(number, porting->billing) == 0) {
			porting->twice += porting->billing_listed;
			porting->billing_listed = true;
		} else {
			memmove(porting->numbers[kept++], number, E164_SIZE);
		}
	}
	porting->count = kept;
}

static struct porting_order *order_for(struct porting *porting, enum port_type type)
{
	for (int i = 0; i < porting->order_count; i++)
		if (port_same_order(porting->orders[i].type, type))
			return &porting->orders[i];
	if (porting->order_count == PORTING_ORDERS)
		return &porting->orders[PORTING_ORDERS - 1];
	struct porting_order *order = &porting->orders[porting->order_count++];
	*order = (struct porting_order){ .type = type };
	return order;
}

/* The first order has the name that was given, others their kind behind it. */
static void orders_name(const struct topic_context *context, struct porting *porting)
{
	struct str name = { 0 };
	const char *given = topic_answer(context, "order", &name);
	for (int i = 0; i < porting->order_count; i++) {
		struct porting_order *order = &porting->orders[i];
		if (i == 0)
			snprintf(order->name, sizeof order->name, "%.120s", given);
		else
			snprintf(order->name, sizeof order->name, "%.120s %s", given,
				port_type_id(order->type));
	}
	str_fini(&name);
}

/* The billing number goes with a full port, and only with numbers that are known. */
static void orders_make(const struct topic_context *context, struct porting *porting)
{
	porting->types = xcalloc((size_t)porting->count + 1, sizeof *porting->types);
	for (int64_t i = 0; i < porting->count; i++) {
		porting->types[i] = port_type_by_prefix(porting->numbers[i], porting->type);
		order_for(porting, porting->types[i])->count++;
	}
	if (porting->billing[0] && porting->scope == PORT_FULL &&
		(porting->count > 0 || porting->billing_listed)) {
		struct porting_order *order = order_for(
			porting, port_type_by_prefix(porting->billing, porting->type));
		order->billing_in = true;
		order->count++;
	}
	orders_name(context, porting);
	for (int i = 0; i < porting->order_count; i++)
		porting->coming += porting->orders[i].count;
	if (porting->order_count == 0)
		porting->coming = porting->listed ? 0 : topic_number(context, "count");
}

/* ---- who gets them ---- */

static bool is_coming(const struct porting *porting, const char *number)
{
	if (strcmp(number, porting->billing) == 0)
		return porting->scope == PORT_FULL;
	return porting->count > 0 && bsearch(number, porting->numbers, (size_t)porting->count,
					     sizeof *porting->numbers, compare) != NULL;
}

static bool swaps_guess(
	const struct topic_context *context, struct porting *porting, struct error *err)
{
	struct json *json = json_new();
	json_array(json, NULL);
	for (int64_t i = 0; i < porting->count; i++)
		json_text(json, NULL, porting->numbers[i]);
	if (porting->billing[0] && porting->scope == PORT_FULL)
		json_text(json, NULL, porting->billing);
	json_end(json);
	bool ok = swap_guess(context->store, json_done(json), porting->country.calling_code,
		&porting->swaps, &porting->swap_count, err);
	json_free(json);
	return ok;
}

static const struct verdict swap_columns = { VERDICT_NO, 373,
	N_("The file of people has two columns: UserPrincipalName and PhoneNumber."),
	N_("Write both into the first line, and a person and a number on each line below.") };
static const struct verdict swap_nobody = { VERDICT_NO, 373,
	N_("The tenant has nobody of this name."),
	N_("Write the user principal name as step Licences shows it.") };
static const struct verdict swap_not_coming = { VERDICT_NO, 373,
	N_("This number is not among those that come."),
	N_("Add it to the numbers, or take the line out.") };
static const struct verdict swap_twice = { VERDICT_NO, 373,
	N_("The person or the number stands in the file twice."),
	N_("Each person gets one number, and each number one person.") };

static bool has_pair(const struct porting *porting, const char *upn, const char *number)
{
	for (int i = 0; i < porting->swap_count; i++)
		if (strcasecmp(porting->swaps[i].upn, upn) == 0 ||
			strcmp(porting->swaps[i].number, number) == 0)
			return true;
	return false;
}

static struct verdict pair_check(const struct taking *taking, const struct csv_record *record,
	int64_t *person, char number[E164_SIZE])
{
	const struct porting *porting = taking->porting;
	number[0] = '\0';
	if (record->count != 2)
		return swap_columns;
	struct verdict verdict = e164_normalise(
		number, record->field[1], porting->country.calling_code);
	if (!verdict_ok(verdict))
		return verdict;
	if (!person_find(taking->context->store, record->field[0], person, NULL) || *person == 0)
		return swap_nobody;
	if (!is_coming(porting, number))
		return swap_not_coming;
	return has_pair(porting, record->field[0], number) ? swap_twice : VERDICT_ALLOWED;
}

static void pair_row(struct taking *taking, const struct csv_record *record, bool first)
{
	struct porting *porting = taking->porting;
	char number[E164_SIZE];
	int64_t person = 0;
	struct verdict verdict = VERDICT_ALLOWED;
	if (first) {
		if (record->count != 2 || strcasecmp(record->field[0], "UserPrincipalName") != 0 ||
			strcasecmp(record->field[1], "PhoneNumber") != 0)
			verdict = swap_columns;
	} else {
		verdict = pair_check(taking, record, &person, number);
	}
	if (!verdict_ok(verdict)) {
		bad_add(porting->swap_bad, &porting->swap_bad_count, record->line,
			record->count > 0 ? record->field[0] : "", verdict);
	} else if (!first) {
		porting->swaps = xrealloc(
			porting->swaps, (size_t)porting->swap_count + 1, sizeof *porting->swaps);
		struct swap *swap = &porting->swaps[porting->swap_count++];
		*swap = (struct swap){ .person_id = person };
		snprintf(swap->upn, sizeof swap->upn, "%s", record->field[0]);
		snprintf(swap->number, sizeof swap->number, "%s", number);
	}
}

static bool swaps_read(struct taking *taking, struct error *err)
{
	const struct topic_context *context = taking->context;
	struct porting *porting = taking->porting;
	struct str answer = { 0 };
	bool ok = true;
	if (!context->store || porting->order_count == 0)
		return true;
	const char *way = topic_answer(context, "swap", &answer);
	if (strcmp(way, "auto") == 0)
		ok = swaps_guess(context, porting, err);
	else if (strcmp(way, "file") == 0)
		file_walk(taking, topic_answer(context, "swap_file", &answer), porting->swap_bad,
			&porting->swap_bad_count, pair_row, &porting->swap_trouble);
	str_fini(&answer);
	return ok;
}

/* ---- answers ---- */

bool porting_days(struct reference *ref, const struct formality *formality, int *least, int *most)
{
	*least = formality->port_days_min;
	*most = formality->port_days_max;
	if (*most < 0)
		*least = -1;
	else if (*least < 0) /* "up to three weeks": no sooner than elsewhere */
		*least = (int)reference_value(ref, "port_days_min");
	return *most >= 0;
}

static void formality_read(const struct topic_context *context, struct porting *porting)
{
	if (!reference_formality(context->ref, porting->country.code, &porting->formality, NULL)) {
		porting->formality = (struct formality){ .port_days_min = -1, .port_days_max = -1 };
	}
	porting_days(context->ref, &porting->formality, &porting->days_least, &porting->days_most);
}

static void billing_read(
	const struct topic_context *context, struct porting *porting, struct str *answer)
{
	const char *text = topic_answer(context, "btn", answer);
	struct verdict verdict = e164_normalise(
		porting->billing, text, porting->country.calling_code);
	porting->billing_said = text[0] != '\0';
	if (!verdict_ok(verdict))
		porting->billing[0] = '\0';
}

static void day_read(const struct topic_context *context, struct porting *porting, struct str *text)
{
	int64_t wanted = clock_parse(topic_answer(context, "wanted_on", text));
	porting->today = workday_of(context->now);
	porting->wanted = wanted > 0 ? workday_of(wanted) : 0;
}

static void numbers_read(struct taking *taking, struct str *answer)
{
	struct porting *porting = taking->porting;
	words_read(taking, topic_answer(taking->context, "numbers", answer));
	const char *path = topic_answer(taking->context, "file", answer);
	if (path[0])
		file_walk(taking, path, porting->bad, &porting->bad_count, number_row,
			&porting->trouble);
	porting->listed = porting->count > 0 || porting->bad_count > 0 ||
			  porting->trouble.code != ERROR_NONE;
}

bool porting_read(const struct topic_context *context, struct porting *porting, struct error *err)
{
	char country[3];
	struct str answer = { 0 };
	struct taking taking = { .context = context, .porting = porting };
	*porting = (struct porting){ .type = PORT_LANDLINE };
	if (!reference_country(
		    context->ref, topic_country(context, country), &porting->country, err))
		return false;
	formality_read(context, porting);
	int type = port_type_of(topic_answer(context, "number_type", &answer));
	porting->type = type < 0 ? PORT_LANDLINE : (enum port_type)type;
	porting->scope = strcmp(topic_answer(context, "scope", &answer), "partial") == 0
				 ? PORT_PARTIAL
				 : PORT_FULL;
	day_read(context, porting, &answer);
	billing_read(context, porting, &answer);
	numbers_read(&taking, &answer);
	str_fini(&answer);
	numbers_settle(porting);
	orders_make(context, porting);
	bool ok = swaps_read(&taking, err);
	if (!ok)
		porting_fini(porting);
	return ok;
}

void porting_fini(struct porting *porting)
{
	free(porting->numbers);
	free(porting->types);
	free(porting->swaps);
	*porting = (struct porting){ .type = PORT_LANDLINE };
}

/* ---- may it be ordered ---- */

static const struct verdict no_numbers = { VERDICT_NO, 262, N_("No numbers are given."),
	N_("Answer numbers (+14255551235-1259) or file (a CSV with one column PhoneNumber).") };
static const struct verdict bad_lines = { VERDICT_NO, 262,
	N_("The list of numbers has lines that cannot be taken."),
	N_("Correct each line that the sheet names.") };
static const struct verdict bad_pairs = { VERDICT_NO, 373,
	N_("The file that says who gets which number cannot be taken."),
	N_("Correct each line that the sheet names, or answer swap=auto.") };

static struct verdict answer_check(const struct topic_context *context, const char *id,
	struct verdict (*check)(const char *text))
{
	struct str answer = { 0 };
	struct verdict verdict = check(topic_answer(context, id, &answer));
	str_fini(&answer);
	return verdict;
}

struct verdict porting_check(const struct topic_context *context, const struct porting *porting)
{
	bool sold = porting->country.calling_plans == FACT_YES,
	     partner = porting->country.numbers_by == NUMBERS_BY_PARTNER;
	const struct verdict verdicts[] = {
		port_country(porting->type, sold, partner),
		port_may(porting->type, porting->country.code),
		porting->bad_count > 0 || porting->trouble.code != ERROR_NONE ? bad_lines
									      : VERDICT_ALLOWED,
		porting->order_count == 0 ? no_numbers : VERDICT_ALLOWED,
		answer_check(context, "account", port_account),
		port_billing(porting->scope, porting->billing, porting->billing_listed),
		answer_check(context, "organization", port_organization),
		answer_check(context, "person", port_person),
		answer_check(context, "service_address", port_address),
		porting->swap_bad_count > 0 || porting->swap_trouble.code != ERROR_NONE
			? bad_pairs
			: VERDICT_ALLOWED,
	};
	for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++)
		if (!verdict_ok(verdicts[i]))
			return verdicts[i];
	return VERDICT_ALLOWED;
}

/* ---- what goes out ---- */

static bool in_order(const struct porting *porting, const struct porting_order *order, int64_t at)
{
	return port_same_order(order->type, porting->types[at]);
}

/* The order in which a number comes: its place in the sorted list, or the billing number's. */
static bool number_in_order(
	const struct porting *porting, const struct porting_order *order, const char *number)
{
	if (strcmp(number, porting->billing) == 0)
		return order->billing_in;
	return port_same_order(order->type, port_type_by_prefix(number, porting->type));
}

/* Service numbers are of another kind here; the service reads these two words. */
static const char *type_word(enum port_type type)
{
	if (type == PORT_TOLL_FREE)
		return "tollfree";
	return type == PORT_SERVICE ? "toll" : port_type_id(type);
}

enum port_type porting_type_of(const char *number_type)
{
	for (int i = 0; i < PORT_TYPE_COUNT; i++)
		if (strcmp(type_word((enum port_type)i), number_type) == 0)
			return (enum port_type)i;
	return PORT_LANDLINE;
}

static void answer_put(
	const struct topic_context *context, struct json *json, const char *key, const char *id)
{
	struct str answer = { 0 };
	json_text(json, key, topic_answer(context, id, &answer));
	str_fini(&answer);
}

static void numbers_put(
	const struct porting *porting, const struct porting_order *order, struct json *json)
{
	json_array(json, "numbers");
	if (order->billing_in)
		json_text(json, NULL, porting->billing);
	for (int64_t i = 0; i < porting->count; i++)
		if (in_order(porting, order, i))
			json_text(json, NULL, porting->numbers[i]);
	json_end(json);
}

static void swaps_put(
	const struct porting *porting, const struct porting_order *order, struct json *json)
{
	json_array(json, "swap");
	for (int i = 0; i < porting->swap_count; i++) {
		if (!number_in_order(porting, order, porting->swaps[i].number))
			continue;
		json_object(json, NULL);
		json_text(json, "upn", porting->swaps[i].upn);
		json_text(json, "number", porting->swaps[i].number);
		json_end(json);
	}
	json_end(json);
}

void porting_document(const struct topic_context *context, const struct porting *porting,
	const struct porting_order *order, struct str *out)
{
	struct json *json = json_new();
	json_object(json, NULL);
	json_text(json, "country", porting->country.code);
	answer_put(context, json, "carrier", "carrier");
	json_text(json, "number_type", type_word(order->type));
	json_text(json, "scope", porting->scope == PORT_FULL ? "full" : "partial");
	json_text(json, "btn", porting->billing);
	answer_put(context, json, "account", "account");
	answer_put(context, json, "organization", "organization");
	answer_put(context, json, "person", "person");
	answer_put(context, json, "service_address", "service_address");
	answer_put(context, json, "wanted_on", "wanted_on");
	numbers_put(porting, order, json);
	swaps_put(porting, order, json);
	json_end(json);
	const char *text = json_done(json);
	str_addn(out, text, strcspn(text, "\n"));
	json_free(json);
}

static void file_line(struct str *out, const char *text)
{
	csv_put(out, text, true, false);
	csv_end(out);
}

void porting_file(const struct porting *porting, const struct porting_order *order, struct str *out)
{
	file_line(out, "PhoneNumber");
	if (order->billing_in)
		file_line(out, porting->billing);
	for (int64_t i = 0; i < porting->count; i++)
		if (in_order(porting, order, i))
			file_line(out, porting->numbers[i]);
}
