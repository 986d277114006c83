/* core/rules/match.c: which free number and which emergency location fit which person.
 *
 * Every text becomes a small integer once. Numbers and places are put into buckets, one for each
 * way in which they can fit ("this city of this state", "this area code", ...), and people look
 * into the buckets in the order of the fit, closest first. */
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/rules/intern.h"
#include "core/rules/match.h"

static const struct {
	int score;
	const char *text;
} reasons[MATCH_REASON_COUNT] = {
	[MATCH_NO_NUMBER] = { 0, N_("no number") },
	[MATCH_NO_ADDRESS] = { 20, N_("no address") },
	[MATCH_NO_COUNTRY] = { 0, N_("no usage location") },
	[MATCH_COUNTRY] = { 40, N_("same country") },
	[MATCH_FALLBACK] = { 50, N_("fallback address") },
	[MATCH_STATE] = { 60, N_("same state") },
	[MATCH_AREA] = { 75, N_("same area") },
	[MATCH_NUMBER_PLACE] = { 80, N_("number's address") },
	[MATCH_CITY] = { 90, N_("same city") },
	[MATCH_POSTAL] = { 95, N_("same postcode") },
	[MATCH_OFFICE] = { 100, N_("same office") },
	[MATCH_LOCKED] = { 100, N_("by you") },
};

int match_reason_score(enum match_reason reason)
{
	return reasons[reason].score;
}

const char *match_reason_text(enum match_reason reason)
{
	return reasons[reason].text;
}

/* A person, a number or a place in small integers; 0: not known. */
struct site {
	int country, state, city, postal, area;
	int office, office2; /* a place's own name, and its address's */
	bool state_code;     /* "WA", not "Washington": two codes that differ are two states */
};

/* What a bucket stands for. With a state that is a code, a city is looked for in that state, then
 * among those whose state is not known for sure; else among all of its name. */
enum bucket_kind {
	BUCKET_OFFICE,
	BUCKET_POSTAL,
	BUCKET_CITY_STATE,
	BUCKET_CITY_UNSURE,
	BUCKET_CITY,
	BUCKET_AREA,
	BUCKET_STATE,
	BUCKET_COUNTRY,
	BUCKET_KIND_COUNT
};

static const enum match_reason bucket_reasons[BUCKET_KIND_COUNT] = {
	[BUCKET_OFFICE] = MATCH_OFFICE,
	[BUCKET_POSTAL] = MATCH_POSTAL,
	[BUCKET_CITY_STATE] = MATCH_CITY,
	[BUCKET_CITY_UNSURE] = MATCH_CITY,
	[BUCKET_CITY] = MATCH_CITY,
	[BUCKET_AREA] = MATCH_AREA,
	[BUCKET_STATE] = MATCH_STATE,
	[BUCKET_COUNTRY] = MATCH_COUNTRY,
};

#define STATE_CODE_MAX 3 /* characters of ISO 3166-2 behind the country */

/* A postal code without blanks and dashes: "SW1A 1AA" is "SW1A1AA". */
static int intern_postal(struct intern *intern, const char *text)
{
	char plain[32];
	size_t len = 0;

	for (; text && *text && len < sizeof(plain) - 1; text++) {
		if (*text != ' ' && *text != '-')
			plain[len++] = *text;
	}
	plain[len] = '\0';
	return intern_text(intern, plain);
}

/* An area code without the 0 that some lists write before it. */
static int intern_area(struct intern *intern, const char *text)
{
	return intern_text(intern, text && *text == '0' ? text + 1 : text);
}

static bool is_state_code(const char *text)
{
	size_t len = text ? strlen(text) : 0;

	return len > 0 && len <= STATE_CODE_MAX;
}

static struct site person_site(struct intern *intern, const struct match_person *person)
{
	return (struct site){
		.country = intern_text(intern, person->country),
		.state = intern_text(intern, person->state),
		.city = intern_text(intern, person->city),
		.postal = intern_postal(intern, person->postal_code),
		.area = intern_area(intern, person->area_code),
		.office = intern_text(intern, person->office),
		.state_code = is_state_code(person->state),
	};
}

static struct site place_site(struct intern *intern, const struct match_place *place)
{
	return (struct site){
		.country = intern_text(intern, place->country),
		.state = intern_text(intern, place->state),
		.city = intern_text(intern, place->city),
		.postal = intern_postal(intern, place->postal_code),
		.office = intern_text(intern, place->name),
		.office2 = intern_text(intern, place->address_name),
		.state_code = is_state_code(place->state),
	};
}

/* A number sits where its city is, and has the office and postal code of the location it carries.
 */
static struct site number_site(
	struct intern *intern, const struct match_number *number, const struct site *tied)
{
	struct site site = {
		.country = intern_text(intern, number->country),
		.state = intern_text(intern, number->state),
		.city = intern_text(intern, number->city),
		.area = intern_area(intern, number->area_code),
		.state_code = is_state_code(number->state),
	};

	if (tied) {
		site.postal = tied->postal;
		site.office = tied->office;
		site.office2 = tied->office2;
	}
	return site;
}

/* ---- buckets ---- */

/* The bucket's name for what is looked for or put in; false if the site does not have it. */
static bool bucket_name(enum bucket_kind kind, const struct site *site, int office, int name[4])
{
	const int parts[BUCKET_KIND_COUNT][2] = {
		[BUCKET_OFFICE] = { office, site->city },
		[BUCKET_POSTAL] = { site->postal, 0 },
		[BUCKET_CITY_STATE] = { site->state_code ? site->city : 0, site->state },
		[BUCKET_CITY_UNSURE] = { site->city, 0 },
		[BUCKET_CITY] = { site->city, 0 },
		[BUCKET_AREA] = { site->area, 0 },
		[BUCKET_STATE] = { site->state, 0 },
		[BUCKET_COUNTRY] = { site->country, 0 },
	};

	if (site->country == 0 || parts[kind][0] == 0)
		return false;
	name[0] = (int)kind;
	name[1] = site->country;
	name[2] = parts[kind][0];
	name[3] = parts[kind][1];
	return true;
}

/* Chains of numbers or places by bucket, in the order in which they were put in. */
struct bucket {
	int first, last; /* links; -1: empty */
};

struct link {
	int item, next;
};

struct buckets {
	struct intern *intern;
	struct bucket *bucket;
	size_t bucket_room;
	struct link *link;
	size_t link_count, link_room;
};

static void buckets_fini(struct buckets *buckets)
{
	free(buckets->bucket);
	free(buckets->link);
}

static struct bucket *bucket_at(struct buckets *buckets, int number)
{
	size_t old = buckets->bucket_room;

	if ((size_t)number >= old) {
		buckets->bucket_room = (size_t)number * 2 + 64;
		buckets->bucket = xrealloc(
			buckets->bucket, buckets->bucket_room, sizeof(*buckets->bucket));
		for (size_t i = old; i < buckets->bucket_room; i++)
			buckets->bucket[i] = (struct bucket){ -1, -1 };
	}
	return &buckets->bucket[number];
}

static void bucket_put(struct buckets *buckets, const int name[4], int item)
{
	struct bucket *bucket = bucket_at(buckets, intern_group(buckets->intern, name, true));
	int link = (int)buckets->link_count;

	if (buckets->link_count == buckets->link_room) {
		buckets->link_room = buckets->link_room * 2 + 64;
		buckets->link = xrealloc(buckets->link, buckets->link_room, sizeof(*buckets->link));
	}
	buckets->link[buckets->link_count++] = (struct link){ .item = item, .next = -1 };
	if (bucket->last >= 0)
		buckets->link[bucket->last].next = link;
	else
		bucket->first = link;
	bucket->last = link;
}

static void buckets_add(struct buckets *buckets, const struct site *site, int item)
{
	int name[4];

	for (int kind = 0; kind < BUCKET_KIND_COUNT; kind++) {
		if (kind == BUCKET_CITY_UNSURE && site->state_code)
			continue;
		if (bucket_name((enum bucket_kind)kind, site, site->office, name))
			bucket_put(buckets, name, item);
	}
	if (site->office2 && site->office2 != site->office &&
		bucket_name(BUCKET_OFFICE, site, site->office2, name))
		bucket_put(buckets, name, item);
}

/* The first item of the bucket that is not used yet; -1: none. What is used is unchained for good,
 * so that nobody walks over it twice. */
static int bucket_take(
	struct buckets *buckets, enum bucket_kind kind, const struct site *person, const bool *used)
{
	struct bucket *bucket;
	int name[4], number;

	if (kind == BUCKET_CITY_UNSURE ? !person->state_code
				       : kind == BUCKET_CITY && person->state_code)
		return -1;
	if (!bucket_name(kind, person, person->office, name))
		return -1;
	number = intern_group(buckets->intern, name, false);
	if (number == 0)
		return -1;
	bucket = bucket_at(buckets, number);
	while (bucket->first >= 0 && used && used[buckets->link[bucket->first].item])
		bucket->first = buckets->link[bucket->first].next;
	return bucket->first >= 0 ? buckets->link[bucket->first].item : -1;
}

/* ---- orders ---- */

struct rank {
	const char *text, *text2;
	int64_t id;
	int item;
};

static int rank_order(const void *left, const void *right)
{
	const struct rank *a = left, *b = right;
	int order = strcmp(a->text, b->text);

	if (order == 0)
		order = strcmp(a->text2, b->text2);
	if (order == 0)
		order = (a->id > b->id) - (a->id < b->id);
	return order != 0 ? order : (a->item > b->item) - (a->item < b->item);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* ---- the run ---- */

struct run {
	struct intern *intern;
	const struct match_person *persons;
	size_t people;
	const struct match_number *numbers;
	size_t number_count;
	const struct match_place *places;
	size_t place_count;
	struct match_options options;
	struct match *out;
	struct site *person_sites, *place_sites;
	struct rank *person_order;
	struct rank *place_ids; /* sorted by id, to find a place by it */
	bool *used;             /* numbers */
	int *given;             /* the index of each person's number; -1: none */
	struct buckets number_buckets, place_buckets;
};

static int id_order(const void *left, const void *right)
{
	const struct rank *a = left, *b = right;

	return (a->id > b->id) - (a->id < b->id);
}

/* The index of the place with this id; -1: it is not among them. */
static int place_index(const struct run *run, int64_t id)
{
	struct rank key = { .id = id }, *found = NULL;

	if (id != 0 && run->place_count > 0)
		found = bsearch(&key, run->place_ids, run->place_count, sizeof(key), id_order);
	return found ? found->item : -1;
}

/* Addresses before the places inside them, then by name. */
static void run_places(struct run *run)
{
	struct rank *order = xcalloc(run->place_count + 1, sizeof(*order));

	run->place_ids = xcalloc(run->place_count + 1, sizeof(*run->place_ids));
	run->place_sites = xcalloc(run->place_count + 1, sizeof(*run->place_sites));
	for (size_t i = 0; i < run->place_count; i++) {
		const struct match_place *place = &run->places[i];

		run->place_sites[i] = place_site(run->intern, place);
		run->place_ids[i] = (struct rank){ .id = place->id, .item = (int)i };
		order[i] = (struct rank){ or_empty(place->name), or_empty(place->address_name),
			place->id, (int)i };
	}
	if (run->place_count > 0) {
		qsort(run->place_ids, run->place_count, sizeof(*run->place_ids), id_order);
		qsort(order, run->place_count, sizeof(*order), rank_order);
	}
	for (size_t i = 0; i < run->place_count; i++)
		buckets_add(&run->place_buckets, &run->place_sites[order[i].item], order[i].item);
	free(order);
}

static void run_numbers(struct run *run)
{
	struct rank *order = xcalloc(run->number_count + 1, sizeof(*order));

	run->used = xcalloc(run->number_count + 1, sizeof(*run->used));
	for (size_t i = 0; i < run->number_count; i++) {
		const struct match_number *number = &run->numbers[i];

		run->used[i] = number->taken;
		order[i] = (struct rank){ or_empty(number->e164), "", number->id, (int)i };
	}
	if (run->number_count > 0)
		qsort(order, run->number_count, sizeof(*order), rank_order);
	for (size_t i = 0; i < run->number_count; i++) {
		int item = order[i].item, tied = place_index(run, run->numbers[item].place);
		struct site site = number_site(run->intern, &run->numbers[item],
			tied >= 0 ? &run->place_sites[tied] : NULL);

		if (!run->used[item])
			buckets_add(&run->number_buckets, &site, item);
	}
	free(order);
}

static void run_people(struct run *run)
{
	run->person_sites = xcalloc(run->people + 1, sizeof(*run->person_sites));
	run->person_order = xcalloc(run->people + 1, sizeof(*run->person_order));
	run->given = xcalloc(run->people + 1, sizeof(*run->given));
	for (size_t i = 0; i < run->people; i++) {
		const struct match_person *person = &run->persons[i];

		run->person_sites[i] = person_site(run->intern, person);
		run->person_order[i] = (struct rank){ or_empty(person->name), "", person->id,
			(int)i };
		run->given[i] = -1;
		run->out[i] = (struct match){ .person = person->id };
	}
	if (run->people > 0)
		qsort(run->person_order, run->people, sizeof(*run->person_order), rank_order);
}

/* Numbers of locked people are theirs, whatever `taken` says of them. */
static void run_locks(struct run *run)
{
	struct rank *ids = xcalloc(run->number_count + 1, sizeof(*ids));

	for (size_t i = 0; i < run->number_count; i++)
		ids[i] = (struct rank){ .id = run->numbers[i].id, .item = (int)i };
	if (run->number_count > 0)
		qsort(ids, run->number_count, sizeof(*ids), id_order);
	for (size_t i = 0; i < run->people && run->number_count > 0; i++) {
		struct rank key = { .id = run->persons[i].number }, *found;

		if (!run->persons[i].locked || key.id == 0)
			continue;
		found = bsearch(&key, ids, run->number_count, sizeof(key), id_order);
		if (found)
			run->used[found->item] = true;
	}
	free(ids);
}

static void give_level(struct run *run, enum bucket_kind kind)
{
	enum match_reason reason = bucket_reasons[kind];

	if (reasons[reason].score < run->options.least_score)
		return;
	for (size_t i = 0; i < run->people; i++) {
		int person = run->person_order[i].item, number;

		if (run->persons[person].locked || run->given[person] >= 0)
			continue;
		number = bucket_take(
			&run->number_buckets, kind, &run->person_sites[person], run->used);
		if (number < 0)
			continue;
		run->used[number] = true;
		run->given[person] = number;
		run->out[person].number = run->numbers[number].id;
		run->out[person].number_reason = reason;
	}
}

static enum match_reason place_reason(const struct site *person, const struct site *place);

/* The closest place by itself: its office, its postal code, its city. Nothing farther: help would
 * be sent to the wrong place. */
static int near_place(struct run *run, const struct site *person)
{
	for (int kind = BUCKET_OFFICE; kind <= BUCKET_CITY; kind++) {
		int place = bucket_take(&run->place_buckets, (enum bucket_kind)kind, person, NULL);

		if (place >= 0)
			return place;
	}
	return -1;
}

static void give_place(struct run *run, int person)
{
	const struct site *site = &run->person_sites[person];
	struct match *match = &run->out[person];
	int number = run->given[person], near = near_place(run, site);
	int64_t tied_id = number >= 0 ? run->numbers[number].place : 0;
	int tied = place_index(run, tied_id),
	    fallback = place_index(run, run->options.fallback_place);
	enum match_reason near_reason = near >= 0 ? place_reason(site, &run->place_sites[near])
						  : MATCH_NO_ADDRESS;
	enum match_reason tied_reason = tied >= 0 ? place_reason(site, &run->place_sites[tied])
						  : MATCH_NO_ADDRESS;

	match->place_reason = MATCH_NO_ADDRESS;
	if (near >= 0 && (tied < 0 || reasons[near_reason].score > reasons[tied_reason].score)) {
		match->place = run->places[near].id;
		match->place_reason = near_reason;
	} else if (tied_id != 0) {
		match->place = tied_id;
		match->place_reason = tied_reason > MATCH_NUMBER_PLACE ? tied_reason
								       : MATCH_NUMBER_PLACE;
	} else if (fallback >= 0 && run->place_sites[fallback].country == site->country) {
		match->place = run->options.fallback_place;
		match->place_reason = MATCH_FALLBACK;
	}
}

/* The score is that of the weaker half, and so is the reason. */
static void settle(struct match *match)
{
	enum match_reason number = match->number_reason, place = match->place_reason;

	match->reason = reasons[place].score < reasons[number].score ? place : number;
	match->score = reasons[match->reason].score;
}

static void finish(struct run *run, int person)
{
	const struct match_person *from = &run->persons[person];
	struct match *match = &run->out[person];

	if (from->locked) {
		*match = (struct match){ from->id, from->number, from->place,
			reasons[MATCH_LOCKED].score, MATCH_LOCKED, MATCH_LOCKED, MATCH_LOCKED };
		return;
	}
	if (run->person_sites[person].country == 0) {
		match->reason = match->number_reason = match->place_reason = MATCH_NO_COUNTRY;
		return;
	}
	give_place(run, person);
	settle(match);
}

static void run_fini(struct run *run)
{
	buckets_fini(&run->number_buckets);
	buckets_fini(&run->place_buckets);
	intern_free(run->number_buckets.intern);
	intern_free(run->place_buckets.intern);
	intern_free(run->intern);
	free(run->person_sites);
	free(run->place_sites);
	free(run->person_order);
	free(run->place_ids);
	free(run->used);
	free(run->given);
}

void match_run(struct match *out, const struct match_person *persons, size_t people,
	const struct match_number *numbers, size_t number_count, const struct match_place *places,
	size_t place_count, const struct match_options *options)
{
	struct run run = {
		.intern = intern_new(),
		.persons = persons,
		.people = people,
		.numbers = numbers,
		.number_count = number_count,
		.places = places,
		.place_count = place_count,
		.out = out,
		.number_buckets.intern = intern_new(),
		.place_buckets.intern = intern_new(),
	};

	if (options)
		run.options = *options;
	run_people(&run);
	run_places(&run);
	run_numbers(&run);
	run_locks(&run);
	for (int kind = 0; kind < BUCKET_KIND_COUNT; kind++)
		give_level(&run, (enum bucket_kind)kind);
	for (size_t i = 0; i < people; i++)
		finish(&run, (int)i);
	run_fini(&run);
}

/* ---- one pair ---- */

static bool same(int one, int other)
{
	return one != 0 && one == other;
}

static bool same_city(const struct site *person, const struct site *other)
{
	bool other_state = person->state_code && other->state_code && person->state != other->state;

	return same(person->city, other->city) && !other_state;
}

static enum match_reason place_reason(const struct site *person, const struct site *place)
{
	bool office = same(person->office, place->office) || same(person->office, place->office2);

	if (!same(person->country, place->country))
		return MATCH_NO_ADDRESS;
	if (office && person->city == place->city)
		return MATCH_OFFICE;
	if (same(person->postal, place->postal))
		return MATCH_POSTAL;
	return same_city(person, place) ? MATCH_CITY : MATCH_NO_ADDRESS;
}

static enum match_reason number_reason(const struct site *person, const struct site *number)
{
	enum match_reason reason = place_reason(person, number);

	if (!same(person->country, number->country))
		return MATCH_NO_NUMBER;
	if (reason != MATCH_NO_ADDRESS)
		return reason;
	if (same(person->area, number->area))
		return MATCH_AREA;
	return same(person->state, number->state) ? MATCH_STATE : MATCH_COUNTRY;
}

static void fit_pair(struct intern *intern, struct match *match, const struct match_person *person,
	const struct match_number *number, const struct match_place *place)
{
	struct site who = person_site(intern, person), where = { 0 };
	bool tied = number && place && number->place == place->id;

	match->number_reason = MATCH_NO_NUMBER;
	match->place_reason = MATCH_NO_ADDRESS;
	if (place) {
		where = place_site(intern, place);
		match->place_reason = place_reason(&who, &where);
	}
	if (number) {
		struct site site = number_site(intern, number, tied ? &where : NULL);

		match->number_reason = number_reason(&who, &site);
	}
	if (tied && match->place_reason == MATCH_NO_ADDRESS && same(who.country, where.country))
		match->place_reason = MATCH_NUMBER_PLACE;
	if (who.country == 0)
		match->number_reason = match->place_reason = MATCH_NO_COUNTRY;
}

struct match match_fit(const struct match_person *person, const struct match_number *number,
	const struct match_place *place)
{
	struct match match = {
		.person = person->id,
		.number = number ? number->id : 0,
		.place = place ? place->id : 0,
	};
	struct intern *intern = intern_new();

	fit_pair(intern, &match, person, number, place);
	intern_free(intern);
	settle(&match);
	return match;
}
