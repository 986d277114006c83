/* core/plan/match.c: reads people, numbers and places out of the store for the match rule, and
 * writes what it chose. */
#include "core/plan/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "core/base/tr.h"
#include "core/plan/edit.h"
#include "core/plan/sql.h"
#include "core/reference/reference.h"
#include "core/rules/match.h"
#include "core/store/store.h"

/* People get user numbers; service numbers go to resource accounts. Sorted by where they
 * are, so that people of one city ask for its area code once. :order restricts it to the open
 * wishes of one order. */
static const char PEOPLE_SQL[] =
	"SELECT p.id, p.display_name, p.usage_location_wanted, p.state, p.city, p.postal_code, p.office,"
	" coalesce(a.locked, 0), a.place_wanted,"
	" (a.number_wanted IS NOT NULL OR a.order_wanted IS NOT NULL), a.number_actual IS NOT NULL"
	"  AND a.number_wanted IS a.number_actual, a.place_wanted IS NOT NULL"
	" FROM person p LEFT JOIN assignment a ON a.person_id = p.id"
	" WHERE iif(:order IS NULL, p.calls = 1, a.order_wanted = :order AND (p.kind = 'resource')"
	"  = (SELECT o.kind <> 'user' FROM number_order o WHERE o.id = :order))"
	" ORDER BY p.usage_location_wanted, p.state, p.city, p.postal_code, p.office, p.id";

static const char NUMBERS_SQL[] =
	"SELECT n.e164, n.country, n.state, n.city, n.area_code, n.place_wanted FROM number n"
	" WHERE n.kind = coalesce((SELECT o.kind FROM number_order o WHERE o.id = :order), 'user')"
	" AND n.owned_wanted = 1 AND (:order IS NULL OR (n.order_id = :order"
	"  AND n.owned_actual = 1)) AND n.blocked_until = 0 AND n.used_by = ''"
	" AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.number_wanted = n.e164"
	"  AND NOT (:again AND a.locked = 0 AND a.number_actual IS NOT n.e164))"
	" AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.number_actual = n.e164)";

/* What open orders will still bring, less what people were promised. */
static const char ORDERS_SQL[] =
	"SELECT o.id, o.name, o.country, o.state, o.city, o.area_code, o.place_id, o.quantity_wanted"
	" - o.quantity_actual - (SELECT count(*) FROM number n WHERE n.order_id = o.id AND n.owned_wanted = 1"
	"  AND n.owned_actual = 0) - (SELECT count(*) FROM assignment a WHERE a.order_wanted = o.id"
	"  AND NOT (:again AND a.locked = 0)) FROM number_order o WHERE o.kind = 'user' ORDER BY o.id";

static const char PLACES_SQL[] =
	"SELECT p.id, a.country, a.state, a.city, a.postal_code, p.name, a.name FROM place p"
	" JOIN address a ON a.id = p.address_id WHERE p.wanted = 1 AND a.wanted = 1 AND a.actual <> 'Invalid'"
	" ORDER BY p.id";

static const char WRITE_SQL[] =
	"INSERT INTO assignment (person_id, number_wanted, order_wanted, place_wanted, score, reason)"
	" VALUES (:person, :number, :order, :place, :score, :reason)"
	" ON CONFLICT (person_id) DO UPDATE SET number_wanted = excluded.number_wanted,"
	"  order_wanted = excluded.order_wanted,"
	"  place_wanted = coalesce(excluded.place_wanted, place_wanted),"
	"  score = excluded.score, reason = excluded.reason";
static const char PLACE_SQL[] =
	"UPDATE assignment SET place_wanted = :place, score = :score, reason = :reason"
	" WHERE person_id = :person AND place_wanted IS NULL";
/* Two people may change numbers round: all that is matched afresh is let go of first. */
static const char FORGET_SQL[] =
	"UPDATE assignment SET number_wanted = number_actual, order_wanted = NULL WHERE locked = 0"
	" AND number_actual IS NULL AND person_id IN (SELECT id FROM person WHERE calls = 1)";
static const char PICK_SQL[] =
	"UPDATE assignment SET number_wanted = :number, order_wanted = NULL,"
	" place_wanted = coalesce(place_wanted, :place), score = :score, reason = :reason"
	" WHERE person_id = :person AND order_wanted IS NOT NULL";
static const char OPEN_ORDERS_SQL[] =
	"SELECT DISTINCT a.order_wanted FROM assignment a WHERE a.order_wanted IS NOT NULL AND EXISTS ("
	" SELECT 1 FROM number n WHERE n.order_id = a.order_wanted AND n.owned_actual = 1 AND n.owned_wanted = 1 AND n.used_by = ''"
	"  AND NOT EXISTS (SELECT 1 FROM assignment t WHERE t.number_wanted = n.e164 OR t.number_actual = n.e164))";
static const char FALLBACK_SQL[] = "SELECT fallback_place FROM organization";

/* Texts live in blocks until the end: a hundred thousand people are a few blocks. */
struct arena {
	struct block {
		struct block *next;
		size_t used;
		char bytes[64 * 1024];
	} * blocks;
};

static const char *arena_text(struct arena *arena, const char *text)
{
	size_t len = text ? strlen(text) + 1 : 0;
	char *out;

	if (len <= 1)
		return "";
	if (len > sizeof(arena->blocks->bytes))
		len = sizeof(arena->blocks->bytes);
	if (!arena->blocks || arena->blocks->used + len > sizeof(arena->blocks->bytes)) {
		struct block *block = xmalloc(sizeof(*block));

		block->next = arena->blocks;
		block->used = 0;
		arena->blocks = block;
	}
	out = arena->blocks->bytes + arena->blocks->used;
	memcpy(out, text, len - 1);
	out[len - 1] = '\0';
	arena->blocks->used += len;
	return out;
}

struct world {
	struct arena arena;
	struct match_person *people;
	bool *numbered, *placed; /* of each person */
	size_t person_count, person_room;
	struct match_number *numbers;
	int64_t *orders; /* of each number: the order that will bring it; 0: the number itself */
	size_t number_count, number_room;
	struct match_place *places;
	size_t place_count, place_room;
	struct match *matches;
};

static void world_fini(struct world *world)
{
	while (world->arena.blocks) {
		struct block *block = world->arena.blocks;

		world->arena.blocks = block->next;
		free(block);
	}
	free(world->people);
	free(world->numbered);
	free(world->placed);
	free(world->numbers);
	free(world->orders);
	free(world->places);
	free(world->matches);
}

static const char *column(struct world *world, sqlite3_stmt *stmt, int at)
{
	return arena_text(&world->arena, (const char *)sqlite3_column_text(stmt, at));
}

/* Neighbours say the same of where they are: that text is kept once. */
static const char *column_like(struct world *world, sqlite3_stmt *stmt, int at, const char *before)
{
	const char *text = (const char *)sqlite3_column_text(stmt, at);

	return before && text && strcmp(before, text) == 0 ? before
							   : arena_text(&world->arena, text);
}

static const char *area_of(
	struct world *world, struct reference *ref, const char *country, const char *city)
{
	struct area area;

	if (!ref || !country[0] || !city[0] ||
		reference_areas(ref, country, NULL, city, NULL, &area, 1) < 1)
		return "";
	return arena_text(&world->arena, area.area_code);
}

static bool near_before(const struct match_person *before, const struct match_person *person)
{
	return strcmp(before->country, person->country) == 0 &&
	       strcmp(before->city, person->city) == 0;
}

static void person_room(struct world *world)
{
	if (world->person_count < world->person_room)
		return;
	world->person_room = world->person_room ? world->person_room * 2 : 256;
	world->people = xrealloc(world->people, world->person_room, sizeof(*world->people));
	world->numbered = xrealloc(world->numbered, world->person_room, sizeof(*world->numbered));
	world->placed = xrealloc(world->placed, world->person_room, sizeof(*world->placed));
}

/* Who is locked, has a number or a wish for one does not take part in the giving out of numbers. */
static void person_read(
	struct world *world, sqlite3_stmt *stmt, struct reference *ref, int64_t order, bool again)
{
	struct match_person *person, before;
	bool wish = sqlite3_column_int(stmt, 9);
	bool has = sqlite3_column_int(stmt, 10);
	size_t at = world->person_count;

	person_room(world);
	person = &world->people[at];
	before = at > 0 ? person[-1] : (struct match_person){ 0 };
	*person = (struct match_person){
		.id = sqlite3_column_int64(stmt, 0),
		.name = column(world, stmt, 1),
		.country = column_like(world, stmt, 2, before.country),
		.state = column_like(world, stmt, 3, before.state),
		.city = column_like(world, stmt, 4, before.city),
		.postal_code = column_like(world, stmt, 5, before.postal_code),
		.office = column_like(world, stmt, 6, before.office),
		.locked = order ? false : sqlite3_column_int(stmt, 7) || has || (wish && !again),
		.place = sqlite3_column_int64(stmt, 8),
	};
	person->area_code = at > 0 && near_before(person - 1, person)
				    ? person[-1].area_code
				    : area_of(world, ref, person->country, person->city);
	world->numbered[at] = wish;
	world->placed[at] = sqlite3_column_int(stmt, 11);
	world->person_count++;
}

static bool people_read(struct world *world, struct store *store, struct reference *ref,
	int64_t order, bool again, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, PEOPLE_SQL, err);
	int got;

	if (!stmt)
		return false;
	sql_id(stmt, ":order", order);
	while ((got = store_step(stmt, err)) > 0)
		person_read(world, stmt, ref, order, again);
	return got == 0;
}

static struct match_number *number_add(struct world *world, int64_t order)
{
	if (world->number_count == world->number_room) {
		world->number_room = world->number_room ? world->number_room * 2 : 256;
		world->numbers = xrealloc(
			world->numbers, world->number_room, sizeof(*world->numbers));
		world->orders = xrealloc(world->orders, world->number_room, sizeof(*world->orders));
	}
	world->orders[world->number_count] = order;
	return &world->numbers[world->number_count++];
}

static bool numbers_read(
	struct world *world, struct store *store, int64_t order, bool again, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, NUMBERS_SQL, err);
	int got;

	if (!stmt)
		return false;
	sql_id(stmt, ":order", order);
	sql_int(stmt, ":again", again);
	while ((got = store_step(stmt, err)) > 0) {
		struct match_number *number = number_add(world, 0), before = { 0 };

		if (world->number_count > 1)
			before = number[-1];
		*number = (struct match_number){
			.id = (int64_t)world->number_count,
			.e164 = column(world, stmt, 0),
			.country = column_like(world, stmt, 1, before.country),
			.state = column_like(world, stmt, 2, before.state),
			.city = column_like(world, stmt, 3, before.city),
			.area_code = column_like(world, stmt, 4, before.area_code),
			.place = sqlite3_column_int64(stmt, 5),
		};
	}
	return got == 0;
}

/* "one of this order" as often as it is open; its name sorts after real numbers. */
static bool orders_read(struct world *world, struct store *store, bool again, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, ORDERS_SQL, err);
	int got;

	if (!stmt)
		return false;
	sql_int(stmt, ":again", again);
	while ((got = store_step(stmt, err)) > 0) {
		struct match_number token = {
			.country = column(world, stmt, 2),
			.state = column(world, stmt, 3),
			.city = column(world, stmt, 4),
			.area_code = column(world, stmt, 5),
			.place = sqlite3_column_int64(stmt, 6),
		};
		int64_t id = sqlite3_column_int64(stmt, 0), count = sqlite3_column_int64(stmt, 7);
		char *name = xasprintf("~%s", (const char *)sqlite3_column_text(stmt, 1));

		token.e164 = arena_text(&world->arena, name);
		free(name);
		for (; count > 0; count--) {
			struct match_number *number = number_add(world, id);

			*number = token;
			number->id = (int64_t)world->number_count;
		}
	}
	return got == 0;
}

static bool places_read(struct world *world, struct store *store, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, PLACES_SQL, err);
	int got;

	if (!stmt)
		return false;
	while ((got = store_step(stmt, err)) > 0) {
		if (world->place_count == world->place_room) {
			world->place_room = world->place_room ? world->place_room * 2 : 64;
			world->places = xrealloc(
				world->places, world->place_room, sizeof(*world->places));
		}
		world->places[world->place_count++] = (struct match_place){
			.id = sqlite3_column_int64(stmt, 0),
			.country = column(world, stmt, 1),
			.state = column(world, stmt, 2),
			.city = column(world, stmt, 3),
			.postal_code = column(world, stmt, 4),
			.name = column(world, stmt, 5),
			.address_name = column(world, stmt, 6),
		};
	}
	return got == 0;
}

static bool world_match(struct world *world, struct store *store,
	const struct automatch_options *options, struct error *err)
{
	struct match_options rule = { .fallback_place = options->fallback_place,
		.least_score = options->least_score };

	if (!rule.fallback_place &&
		!sql_number(store_statement(store, FALLBACK_SQL, err), &rule.fallback_place, err))
		return false;
	world->matches = xcalloc(world->person_count + 1, sizeof(*world->matches));
	match_run(world->matches, world->people, world->person_count, world->numbers,
		world->number_count, world->places, world->place_count, &rule);
	return true;
}

/* ---- the result ---- */

static void result_add(struct automatch_result *out, const struct world *world, size_t at)
{
	const struct match *match = &world->matches[at];
	bool number = world->people[at].locked ? world->numbered[at] : match->number != 0;
	bool place = world->placed[at] || match->place != 0;

	out->people++;
	out->matched += number && place;
	out->no_country += !world->people[at].country[0];
	out->no_number += world->people[at].country[0] && !number;
	out->no_place += number && !place;
	out->written += !world->people[at].locked && match->number != 0;
}

static bool match_write(struct store *store, const struct world *world, size_t at, const char *sql,
	struct error *err)
{
	const struct match *match = &world->matches[at];
	size_t index = match->number ? (size_t)match->number - 1 : 0;
	sqlite3_stmt *stmt = store_statement(store, sql, err);

	if (!stmt)
		return false;
	sql_id(stmt, ":person", world->people[at].id);
	if (match->number && world->orders[index])
		sql_id(stmt, ":order", world->orders[index]);
	else if (match->number)
		sql_text(stmt, ":number", world->numbers[index].e164);
	sql_id(stmt, ":place", match->place);
	sql_int(stmt, ":score", match->score);
	sql_text(stmt, ":reason", match_reason_text(match->reason));
	return store_run(stmt, err);
}

static bool matches_write(
	struct store *store, const struct world *world, bool again, struct error *err)
{
	if (again && !sql_run(store_statement(store, FORGET_SQL, err), err))
		return false;
	for (size_t at = 0; at < world->person_count; at++) {
		if (world->people[at].locked || !world->matches[at].number)
			continue;
		if (!match_write(store, world, at, WRITE_SQL, err))
			return false;
	}
	return true;
}

/* ---- places for people who have a number ---- */

static bool same_site(const struct match_person *a, const struct match_person *b)
{
	return near_before(a, b) && strcmp(a->state, b->state) == 0 &&
	       strcmp(a->postal_code, b->postal_code) == 0 && strcmp(a->office, b->office) == 0;
}

/* The best place for a person, whose number stays. People of one site stand together: they ask
 * once. */
static struct match place_best(
	const struct world *world, size_t at, size_t *asked, struct match *best)
{
	const struct match_person *person = &world->people[at];

	if (*asked != (size_t)-1 && same_site(&world->people[*asked], person))
		return *best;
	*best = (struct match){ 0 };
	for (size_t i = 0; i < world->place_count; i++) {
		struct match_person free_person = *person;
		struct match fit;

		free_person.locked = false;
		fit = match_fit(&free_person, NULL, &world->places[i]);
		if (fit.place && (!best->place || match_reason_score(fit.place_reason) >
							  match_reason_score(best->place_reason)))
			*best = fit;
	}
	*asked = at;
	return *best;
}

static bool places_write(struct store *store, struct world *world, struct automatch_result *out,
	bool write, struct error *err)
{
	size_t asked = (size_t)-1;
	struct match best = { 0 };

	for (size_t at = 0; at < world->person_count; at++) {
		if (!world->people[at].locked || !world->numbered[at] || world->placed[at])
			continue;
		world->matches[at] = place_best(world, at, &asked, &best);
		if (!world->matches[at].place)
			continue;
		world->matches[at].number = 0;
		world->matches[at].reason = world->matches[at].place_reason;
		world->matches[at].score = match_reason_score(world->matches[at].place_reason);
		out->written++;
		if (write && !match_write(store, world, at, PLACE_SQL, err))
			return false;
	}
	return true;
}

/* ---- matching ---- */

static bool run(struct store *store, struct world *world, const struct automatch_options *options,
	struct automatch_result *out, bool write, struct error *err)
{
	char *label;
	bool ok;

	if (!places_write(store, world, out, false, err))
		return false;
	for (size_t at = 0; at < world->person_count; at++)
		result_add(out, world, at);
	if (!write || out->written == 0)
		return true;
	label = xasprintf(
		ngettext("%lld person matched", "%lld people matched", (unsigned long)out->written),
		(long long)out->written);
	ok = edit_begin(store, label, err);
	free(label);
	if (!ok)
		return false;
	out->written = 0;
	if (!matches_write(store, world, options->again, err) ||
		!places_write(store, world, out, true, err)) {
		edit_cancel(store);
		return false;
	}
	for (size_t at = 0; at < world->person_count; at++)
		out->written += !world->people[at].locked && world->matches[at].number != 0;
	return edit_end(store, NULL, err);
}

static bool automatch(struct store *store, struct reference *ref,
	const struct automatch_options *options, struct automatch_result *out, bool write,
	struct error *err)
{
	static const char LOCKED_SQL[] =
		"SELECT count(*) FROM assignment a JOIN person p ON p.id = a.person_id"
		" WHERE a.locked = 1 AND p.calls = 1";
	struct world world = { 0 };
	bool ok;

	memset(out, 0, sizeof(*out));
	ok = people_read(&world, store, ref, 0, options->again, err) &&
	     numbers_read(&world, store, 0, options->again, err) &&
	     orders_read(&world, store, options->again, err) && places_read(&world, store, err) &&
	     world_match(&world, store, options, err) &&
	     sql_number(store_statement(store, LOCKED_SQL, err), &out->locked, err) &&
	     run(store, &world, options, out, write, err);
	world_fini(&world);
	return ok;
}

bool automatch_run(struct store *store, struct reference *ref,
	const struct automatch_options *options, struct automatch_result *out, struct error *err)
{
	return automatch(store, ref, options, out, true, err);
}

bool automatch_preview(struct store *store, struct reference *ref,
	const struct automatch_options *options, struct automatch_result *out, struct error *err)
{
	return automatch(store, ref, options, out, false, err);
}

/* ---- picking ---- */

static bool order_pick(struct store *store, struct reference *ref, int64_t order, int64_t *picked,
	struct error *err)
{
	const struct automatch_options options = { 0 };
	struct world world = { 0 };
	bool ok;

	ok = people_read(&world, store, ref, order, false, err) &&
	     numbers_read(&world, store, order, false, err) && places_read(&world, store, err) &&
	     world_match(&world, store, &options, err);
	for (size_t at = 0; ok && at < world.person_count; at++) {
		if (!world.matches[at].number)
			continue;
		ok = match_write(store, &world, at, PICK_SQL, err);
		*picked += ok;
	}
	world_fini(&world);
	return ok;
}

bool automatch_pick(struct store *store, struct reference *ref, int64_t *picked, struct error *err)
{
	int64_t *orders = NULL;
	size_t count = 0;
	sqlite3_stmt *stmt = store_statement(store, OPEN_ORDERS_SQL, err);
	int got;
	bool ok;

	*picked = 0;
	if (!stmt)
		return false;
	while ((got = store_step(stmt, err)) > 0) {
		orders = xrealloc(orders, count + 1, sizeof(*orders));
		orders[count++] = sqlite3_column_int64(stmt, 0);
	}
	ok = got == 0;
	for (size_t i = 0; ok && i < count; i++)
		ok = order_pick(store, ref, orders[i], picked, err);
	free(orders);
	return ok;
}
