/* core/tenant/address.c: emergency addresses, the places inside them, and what validation changed.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/store/json.h"
#include "core/store/store.h"
#include "core/tenant/address-sql.h"
#include "core/tenant/address.h"
#include "core/tenant/sync.h"

/* The text of an address, without its name: columns, members and JSON members are called alike. */
#define FIELDS(X)              \
	X(company_name)        \
	X(country)             \
	X(house_number)        \
	X(house_number_suffix) \
	X(house_name)          \
	X(pre_directional)     \
	X(street_name)         \
	X(street_suffix)       \
	X(post_directional)    \
	X(city)                \
	X(city_alias)          \
	X(state)               \
	X(postal_code)         \
	X(company_tax_id)      \
	X(latitude)            \
	X(longitude)           \
	X(elin)

static const struct {
	const char *name, *parameter;
	size_t at, size;
} fields[] = {
#define FIELD(name) \
	{ #name, ":" #name, offsetof(struct address, name), sizeof(((struct address *)0)->name) },
	FIELD(name) FIELDS(FIELD)
#undef FIELD
};

#define FIELD_COUNT ((int)(sizeof(fields) / sizeof(fields[0])))

#define COLUMN(name) "a." #name ", "
#define BARE(name) #name ", "
#define PARAMETER(name) ":" #name ", "
#define SET(name) #name " = :" #name ", "

#define USERS(place)                                                     \
	"(SELECT count(*) FROM assignment x WHERE x.place_wanted " place \
	" OR x.place_actual " place ")"                                  \
	" + (SELECT count(*) FROM number n WHERE n.place_wanted " place  \
	" OR n.place_actual " place ")"

#define ROW                                                                                                                                                                   \
	"SELECT a.id, a.name, " FIELDS(                                                                                                                                       \
		COLUMN) "a.wanted, a.actual, a.civic_id, a.message, a.checked_at,"                                                                                            \
			" (SELECT count(*) FROM place p WHERE p.address_id = a.id AND p.name <> ''),"                                                                         \
			" " USERS(                                                                                                                                            \
				"IN (SELECT id FROM place p WHERE p.address_id = a.id)") ","                                                                                  \
											 " (SELECT count(*) FROM correction c WHERE c.address_id = a.id AND c.taken IS NULL)" \
											 " FROM address a"

static const char open_count_sql[] =
	"SELECT count(DISTINCT c.address_id) FROM correction c JOIN address a ON a.id = c.address_id"
	" WHERE c.taken IS NULL AND a.wanted = 1";
static const char count_sql[] = "SELECT count(*) FROM address";
static const char list_sql[] = ROW
	" ORDER BY a.name COLLATE NOCASE, a.id LIMIT :room OFFSET :first";
static const char get_sql[] = ROW " WHERE a.id = :id";
static const char find_sql[] = ROW
	" WHERE a.name = :name COLLATE NOCASE ORDER BY a.name <> :name LIMIT 1";
static const char taken_sql[] = "SELECT count(*) FROM address WHERE name = :name AND id <> :id";
static const char insert_sql[] = "INSERT INTO address (" FIELDS(BARE) "name) VALUES (" FIELDS(
	PARAMETER) ":name)";

/* A text that changed is not the one that was validated. */
static const char update_sql[] = "UPDATE address SET " FIELDS(
	SET) "name = :name, wanted = 1, actual = CASE WHEN actual = 'Invalid'"
	     " AND (" FIELDS(BARE) "'') IS NOT (" FIELDS(
		     PARAMETER) "'')"
				" THEN CASE WHEN civic_id IS NULL THEN 'None' ELSE 'NotValidated' END ELSE actual END"
				" WHERE id = :id";
static const char changes_sql[] =
	"SELECT count(*) FROM address WHERE id = :id AND actual = 'Valid' AND (" FIELDS(
		BARE) "'') IS NOT (" FIELDS(PARAMETER) "'')";
static const char unwant_sql[] = "UPDATE address SET wanted = :want WHERE id = :id";
static const char forget_sql[] =
	"DELETE FROM address WHERE id = :id AND wanted = 0 AND actual = 'None' AND civic_id IS NULL";

/* ---- fields ---- */

const char *address_column(int index)
{
	return index >= 0 && index < FIELD_COUNT ? fields[index].name : NULL;
}

static int field_of(const char *column)
{
	for (int i = 0; i < FIELD_COUNT; i++) {
		if (strcmp(fields[i].name, column) == 0)
			return i;
	}
	return -1;
}

const char *address_text(const struct address *address, const char *column)
{
	int field = field_of(column);

	return field < 0 ? NULL : (const char *)address + fields[field].at;
}

bool address_set_text(struct address *address, const char *column, const char *text)
{
	int field = field_of(column);
	size_t len = strlen(text);

	if (field < 0)
		return false;
	if (len >= fields[field].size) {
		len = fields[field].size - 1;
		while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	char *to = (char *)address + fields[field].at;
	memmove(to, text, len);
	to[len] = '\0';
	return true;
}

static void add_words(struct str *out, const char *const *words, int count)
{
	for (int i = 0; i < count; i++) {
		if (!*words[i])
			continue;
		if (out->len && out->text[out->len - 1] != ' ')
			str_addc(out, ' ');
		str_add(out, words[i]);
	}
}

/* "Bellevue, WA 98004" and "Reading, RG1 1AA", where others write "69001 Lyon": the order of the
 * facts' address_fields. */
static bool code_is_last(const char *country)
{
	static const char countries[][3] = { "AU", "BR", "CA", "GB", "GU", "HU", "IE", "LV", "NZ",
		"PR", "SG", "US", "ZA" };
	for (size_t i = 0; i < sizeof(countries) / sizeof(countries[0]); i++)
		if (strcmp(countries[i], country) == 0)
			return true;
	return false;
}

void address_line(const struct address *address, bool house_number_after, struct str *out)
{
	struct str number = { 0 }, street = { 0 }, town = { 0 }, state = { 0 };
	const char *house[] = { address->house_number, address->house_number_suffix };
	const char *road[] = { address->house_name, address->pre_directional, address->street_name,
		address->street_suffix, address->post_directional };
	bool last = code_is_last(address->country);
	const char *place[] = { last ? "" : address->postal_code, address->city };
	const char *region[] = { address->state, last ? address->postal_code : "" };
	bool first = true;

	add_words(&number, house, 2);
	add_words(&street, road, 5);
	add_words(&town, place, 2);
	add_words(&state, region, 2);
	const char *line[] = { str_text(house_number_after ? &street : &number),
		str_text(house_number_after ? &number : &street) };
	struct str whole = { 0 };
	add_words(&whole, line, 2);
	const char *parts[] = { str_text(&whole), str_text(&town), str_text(&state) };
	for (int i = 0; i < 3; i++) {
		if (*parts[i])
			str_addf(out, "%s%s", first ? "" : ", ", parts[i]);
		first = first && !*parts[i];
	}
	str_fini(&whole);
	str_fini(&number);
	str_fini(&street);
	str_fini(&town);
	str_fini(&state);
}

/* ---- addresses ---- */

static void address_read(sqlite3_stmt *stmt, struct address *out)
{
	int i = 0;

	memset(out, 0, sizeof(*out));
	out->id = sqlite3_column_int64(stmt, i++);
	for (int field = 0; field < FIELD_COUNT; field++)
		store_column(stmt, i++, (char *)out + fields[field].at, fields[field].size);
	out->wanted = sqlite3_column_int(stmt, i++);
	store_text(stmt, i++, out->actual);
	store_text(stmt, i++, out->civic_id);
	store_text(stmt, i++, out->message);
	out->checked_at = sqlite3_column_int64(stmt, i++);
	out->places = sqlite3_column_int64(stmt, i++);
	out->users = sqlite3_column_int64(stmt, i++);
	out->open_corrections = sqlite3_column_int64(stmt, i++);
}

int64_t correction_open_count(struct store *store, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, open_count_sql, err);
	int64_t count;

	return stmt && store_number(stmt, &count, err) ? count : -1;
}

int64_t address_count(struct store *store, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, count_sql, err);
	int64_t count;

	return stmt && store_number(stmt, &count, err) ? count : -1;
}

int address_list(
	struct store *store, int64_t first, int room, struct address *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, list_sql, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":first", first);
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		address_read(stmt, &out[count++]);
	return got < 0 ? -1 : count;
}

static int address_one(sqlite3_stmt *stmt, struct address *out, struct error *err)
{
	int got = store_step(stmt, err);

	if (got > 0)
		address_read(stmt, out);
	store_done(stmt);
	return got;
}

bool address_get(struct store *store, int64_t id, struct address *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, get_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", id);
	got = address_one(stmt, out, err);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("This address is not in the list any more."));
	return got > 0;
}

bool address_find(struct store *store, const char *name, struct address *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, find_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":name", name);
	got = address_one(stmt, out, err);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("There is no address named %s."), name);
	return got > 0;
}

static void address_bind(sqlite3_stmt *stmt, const struct address *address, bool name, bool id)
{
	for (int i = name ? 0 : 1; i < FIELD_COUNT; i++)
		store_bind_text(stmt, fields[i].parameter, (const char *)address + fields[i].at);
	if (id)
		store_bind_number(stmt, ":id", address->id);
}

static bool name_free(struct store *store, const struct address *address, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, taken_sql, err);
	int64_t others;

	if (!*address->name)
		return error_set(err, ERROR_INPUT, _("The address needs a name."));
	if (!stmt)
		return false;
	store_bind_text(stmt, ":name", address->name);
	store_bind_number(stmt, ":id", address->id);
	if (!store_number(stmt, &others, err))
		return false;
	return others == 0 ||
	       error_set(err, ERROR_TAKEN,
		       _("There is an address named %s already. Choose another name."),
		       address->name);
}

static bool may_change(struct store *store, const struct address *address, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, changes_sql, err);
	int64_t changes;

	if (!stmt)
		return false;
	address_bind(stmt, address, false, true);
	if (!store_number(stmt, &changes, err))
		return false;
	return changes == 0 ||
	       error_set(err, ERROR_REFUSED,
		       _("%s is validated and cannot be edited. Add a new address, move people and "
			 "numbers to it, then remove this one (R-304)."),
		       address->name);
}

bool address_put(struct store *store, struct address *address, struct error *err)
{
	sqlite3_stmt *stmt;

	if (!name_free(store, address, err))
		return false;
	if (address->id && !may_change(store, address, err))
		return false;
	stmt = store_statement(store, address->id ? update_sql : insert_sql, err);
	if (!stmt)
		return false;
	address_bind(stmt, address, true, address->id != 0);
	if (!store_run(stmt, err))
		return false;
	/* The trigger that makes the default place has its own rowid: SQLite gives back ours. */
	if (!address->id)
		address->id = sqlite3_last_insert_rowid(store_db(store));
	return true;
}

bool address_want(struct store *store, int64_t id, bool want, struct error *err)
{
	bool ok = false;

	if (!store_begin(store, err))
		return false;
	sqlite3_stmt *stmt = store_statement(store, unwant_sql, err);
	if (stmt) {
		store_bind_number(stmt, ":id", id);
		store_bind_number(stmt, ":want", want);
		ok = store_run(stmt, err);
	}
	stmt = ok ? store_statement(store, forget_sql, err) : NULL;
	if (stmt) {
		store_bind_number(stmt, ":id", id);
		ok = store_run(stmt, err);
	}
	return store_end(store, ok && stmt, err);
}

/* ---- pages ---- */

#define GIVEN(name) "coalesce(j.value ->> '$." #name "', '') AS " #name ", "
#define SET_GIVEN(name) #name " = g." #name ", "
#define GIVEN_NAME(name) "g." #name ", "
#define DECLARE(name) #name " TEXT, "
#define SAME(name) "fold(address." #name ") = fold(g." #name ") AND "

static const char *const page_sql[] = {
	"CREATE TEMP TABLE IF NOT EXISTS page_address (civic_id TEXT PRIMARY KEY, description TEXT, state_of"
	" TEXT, " FIELDS(DECLARE) "locations TEXT, rank INTEGER) WITHOUT ROWID",
	"DELETE FROM temp.page_address",
	"INSERT OR REPLACE INTO temp.page_address SELECT j.value ->> '$.civicAddressId',"
	" trim(coalesce(j.value ->> '$.description', '')),"
	" CASE WHEN j.value ->> '$.validationStatus' IN ('Valid', 'Invalid')"
	"  THEN j.value ->> '$.validationStatus'"
	"  WHEN j.value ->> '$.validationStatus' = 'Validated' THEN 'Valid' ELSE 'NotValidated' END, " FIELDS(
		GIVEN) "CASE WHEN json_type(j.value, '$.locations') = 'array'"
		       " THEN j.value -> '$.locations' ELSE '[]' END,"
		       " row_number() OVER (PARTITION BY j.value ->> '$.description' ORDER BY j.key)"
		       " FROM json_each(:json, '$.value') j WHERE j.type = 'object'"
		       " AND length(j.value ->> '$.civicAddressId') > 0",
	"UPDATE temp.page_address SET country = CASE WHEN upper(country) GLOB '[A-Z][A-Z]'"
	" THEN upper(country) ELSE '' END",

	/* One of which only a location was known, by a number that names it (see number_page). */
	"UPDATE address SET civic_id = (SELECT g.civic_id FROM temp.page_address g, json_each(g.locations) l"
	"  JOIN place p ON p.location_id = l.value ->> '$.locationId' WHERE p.address_id = address.id)"
	" WHERE civic_id IS NULL AND message = " ADDRESS_UNREAD_SQL " AND EXISTS (SELECT 1"
	"  FROM temp.page_address g, json_each(g.locations) l JOIN place p"
	"  ON p.location_id = l.value ->> '$.locationId' WHERE p.address_id = address.id"
	"  AND l.type = 'object' AND g.civic_id NOT IN (SELECT civic_id FROM address WHERE civic_id IS NOT NULL))",
	/* One that was planned here, and that somebody made meanwhile (or we did, before a crash).
	 */
	"UPDATE address SET civic_id = g.civic_id FROM temp.page_address g WHERE address.civic_id IS NULL"
	" AND address.name = g.description AND " SAME(house_number) SAME(street_name) SAME(
		postal_code) "fold(address.city) = fold(g.city) AND address.country = g.country"
			     " AND g.civic_id NOT IN (SELECT civic_id FROM address WHERE civic_id IS NOT NULL) AND g.rank = 1",
	/* Text that a person is still to decide on, or kept, is left alone. */
	"UPDATE address SET " FIELDS(
		SET_GIVEN) "actual = g.state_of FROM temp.page_address g"
			   " WHERE address.civic_id = g.civic_id AND address.id NOT IN (SELECT address_id FROM correction"
			   "  WHERE taken IS NOT 1)",
	"UPDATE address SET actual = g.state_of FROM temp.page_address g"
	" WHERE address.civic_id = g.civic_id AND actual <> g.state_of",
	"INSERT OR IGNORE INTO address (name, " FIELDS(
		BARE) "actual, civic_id) SELECT CASE"
		      " WHEN g.description = '' THEN 'address ' || substr(g.civic_id, 1, 8) WHEN g.rank = 1 AND NOT EXISTS"
		      "  (SELECT 1 FROM address x WHERE x.name = g.description) THEN g.description"
		      " ELSE g.description || ' ' || substr(g.civic_id, 1, 8) END, " FIELDS(
			      GIVEN_NAME) "g.state_of, g.civic_id FROM temp.page_address g"
					  " WHERE g.civic_id NOT IN (SELECT civic_id FROM address WHERE civic_id IS NOT NULL)",

	/* What was known by its id alone has a name now, and so have its places. */
	"UPDATE OR IGNORE address SET name = g.description FROM temp.page_address g"
	" WHERE address.civic_id = g.civic_id AND message = " ADDRESS_UNREAD_SQL
	" AND g.description <> '' AND g.rank = 1",

	"CREATE TEMP TABLE IF NOT EXISTS page_place (location_id TEXT PRIMARY KEY, address_id INTEGER,"
	" name TEXT) WITHOUT ROWID",
	"DELETE FROM temp.page_place",
	"INSERT OR REPLACE INTO temp.page_place SELECT l.value ->> '$.locationId', a.id,"
	" trim(coalesce(l.value ->> '$.location', '')) FROM temp.page_address g"
	" JOIN address a ON a.civic_id = g.civic_id, json_each(g.locations) l"
	" WHERE l.type = 'object' AND length(l.value ->> '$.locationId') > 0",
	"UPDATE OR IGNORE place SET name = 'location ' || g.location_id FROM temp.page_place g, address a"
	" WHERE place.location_id = g.location_id AND a.id = place.address_id AND place.name <> g.name"
	" AND (a.message = " ADDRESS_UNREAD_SQL " OR place.name GLOB 'location *')",
	"UPDATE OR IGNORE place SET name = g.name FROM temp.page_place g"
	" WHERE place.location_id = g.location_id AND place.address_id = g.address_id"
	" AND place.name GLOB 'location *'",
	"UPDATE address SET message = '' WHERE message = " ADDRESS_UNREAD_SQL
	" AND civic_id IN (SELECT civic_id FROM temp.page_address)",
	"UPDATE place SET location_id = g.location_id FROM temp.page_place g WHERE place.location_id IS NULL"
	" AND place.address_id = g.address_id AND place.name = g.name AND g.location_id NOT IN"
	" (SELECT location_id FROM place WHERE location_id IS NOT NULL)",
	"INSERT OR IGNORE INTO place (address_id, name, actual, location_id)"
	" SELECT address_id, name, 1, location_id FROM temp.page_place",
	"UPDATE place SET actual = 1 WHERE actual = 0"
	" AND location_id IN (SELECT location_id FROM temp.page_place)",
	"INSERT OR IGNORE INTO seen SELECT 'address', a.id FROM temp.page_address g"
	" JOIN address a ON a.civic_id = g.civic_id",
	"INSERT OR IGNORE INTO seen SELECT 'place', p.id FROM temp.page_place g"
	" JOIN place p ON p.location_id = g.location_id",
};

bool address_page(struct store *store, const char *json, size_t len, struct error *err)
{
	return sync_page(store, page_sql, sizeof(page_sql) / sizeof(page_sql[0]), json, len, err);
}

/* ---- corrections ---- */

#define OURS(name) " WHEN '" #name "' THEN a." #name
#define CORRECTED(name)                                                                                              \
#name " = coalesce((SELECT iif(c.taken, c.theirs, c.ours) FROM correction c WHERE c.address_id = address.id" \
	      " AND c.field = '" #name "' AND c.taken IS NOT NULL), " #name "), "

static const char correction_clear_sql[] = "DELETE FROM correction WHERE address_id = :id";
static const char correction_put_sql[] =
	"INSERT OR REPLACE INTO correction (address_id, field, ours, theirs)"
	" SELECT id, field, ours, theirs FROM (SELECT a.id, j.value ->> '$.field' AS field,"
	" CASE j.value ->> '$.field'" FIELDS(
		OURS) " END AS ours, j.value ->> '$.theirs' AS theirs"
		      " FROM address a, json_each(:json) j WHERE a.id = :id AND j.type = 'object')"
		      " WHERE ours IS NOT NULL AND theirs IS NOT NULL AND ours <> theirs";
static const char correction_list_sql[] =
	"SELECT address_id, field, ours, theirs, coalesce(taken, -1) FROM correction"
	" WHERE address_id = :id ORDER BY field LIMIT :room";
static const char decide_sql[] =
	"UPDATE correction SET taken = :take WHERE address_id = :id AND (:field IS NULL OR field = :field)";
static const char corrected_sql[] = "UPDATE address SET " FIELDS(
	CORRECTED) "name = name WHERE id = :id";

bool correction_put(
	struct store *store, int64_t address_id, const char *json, size_t len, struct error *err)
{
	bool ok = false;

	if (!sync_check(store, json, len, true, err) || !store_begin(store, err))
		return false;
	sqlite3_stmt *stmt = store_statement(store, correction_clear_sql, err);
	if (stmt) {
		store_bind_number(stmt, ":id", address_id);
		ok = store_run(stmt, err);
	}
	stmt = ok ? store_statement(store, correction_put_sql, err) : NULL;
	if (stmt) {
		store_bind_number(stmt, ":id", address_id);
		store_bind_bytes(stmt, ":json", json, len);
		ok = store_run(stmt, err);
	}
	return store_end(store, ok && stmt, err);
}

int correction_list(struct store *store, int64_t address_id, int room, struct correction *out,
	struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, correction_list_sql, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":id", address_id);
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0) {
		struct correction *row = &out[count++];

		row->address_id = sqlite3_column_int64(stmt, 0);
		store_text(stmt, 1, row->field);
		store_text(stmt, 2, row->ours);
		store_text(stmt, 3, row->theirs);
		row->taken = sqlite3_column_int(stmt, 4);
	}
	return got < 0 ? -1 : count;
}

bool correction_decide(
	struct store *store, int64_t address_id, const char *field, bool take, struct error *err)
{
	bool ok = false;

	if (!store_begin(store, err))
		return false;
	sqlite3_stmt *stmt = store_statement(store, decide_sql, err);
	if (stmt) {
		store_bind_number(stmt, ":id", address_id);
		store_bind_number(stmt, ":take", take);
		store_bind_text(stmt, ":field", field);
		ok = store_run(stmt, err);
	}
	stmt = ok ? store_statement(store, corrected_sql, err) : NULL;
	if (stmt) {
		store_bind_number(stmt, ":id", address_id);
		ok = store_run(stmt, err);
	}
	return store_end(store, ok && stmt, err);
}

/* ---- places ---- */

#define LABEL "a.name || CASE WHEN p.name = '' THEN '' ELSE '/' || p.name END"
#define PLACE                                                   \
	"SELECT p.id, p.address_id, a.name, p.name, " LABEL     \
	", a.country, a.state, a.city, a.postal_code,"          \
	" p.wanted, p.actual, p.location_id, a.actual, " USERS( \
		"= p.id") " FROM place p JOIN address a ON a.id = p.address_id"
#define OF_ADDRESS " (p.address_id = :id OR (:id = 0 AND a.wanted = 1 AND p.wanted = 1))"

static const char place_list_sql[] = PLACE
	" WHERE" OF_ADDRESS " ORDER BY a.name COLLATE NOCASE, a.id, p.name COLLATE NOCASE, p.id"
	" LIMIT :room OFFSET :first";
static const char place_count_sql[] =
	"SELECT count(*) FROM place p JOIN address a ON a.id = p.address_id WHERE" OF_ADDRESS;
static const char place_get_sql[] = PLACE " WHERE p.id = :id";
static const char place_find_sql[] = PLACE " WHERE " LABEL " = :label COLLATE NOCASE"
					   " OR p.location_id = :label"
					   " ORDER BY " LABEL " <> :label LIMIT 1";
static const char place_add_sql[] =
	"INSERT INTO place (address_id, name) VALUES (:id, :name)"
	" ON CONFLICT (address_id, name) DO UPDATE SET wanted = 1 RETURNING id";
static const char place_default_sql[] = "SELECT name = '' FROM place WHERE id = :id";
static const char *const place_remove_sql[] = {
	"UPDATE place SET wanted = 0 WHERE id = :id",
	"DELETE FROM place WHERE id = :id AND actual = 0",
};
/* :names is a JSON array. */
static const char *const place_set_sql[] = {
	"INSERT INTO place (address_id, name) SELECT :id, value FROM json_each(:names) WHERE true"
	" ON CONFLICT (address_id, name) DO UPDATE SET wanted = 1 WHERE wanted = 0",
	"DELETE FROM place WHERE address_id = :id AND name <> '' AND actual = 0"
	" AND name NOT IN (SELECT value FROM json_each(:names))",
	"UPDATE place SET wanted = 0 WHERE address_id = :id AND name <> '' AND wanted = 1"
	" AND name NOT IN (SELECT value FROM json_each(:names))",
};

static void place_read(sqlite3_stmt *stmt, struct place *out)
{
	memset(out, 0, sizeof(*out));
	out->id = sqlite3_column_int64(stmt, 0);
	out->address_id = sqlite3_column_int64(stmt, 1);
	store_text(stmt, 2, out->address);
	store_text(stmt, 3, out->name);
	store_text(stmt, 4, out->label);
	store_text(stmt, 5, out->country);
	store_text(stmt, 6, out->state);
	store_text(stmt, 7, out->city);
	store_text(stmt, 8, out->postal_code);
	out->wanted = sqlite3_column_int(stmt, 9);
	out->actual = sqlite3_column_int(stmt, 10);
	store_text(stmt, 11, out->location_id);
	store_text(stmt, 12, out->validation);
	out->users = sqlite3_column_int64(stmt, 13);
}

int place_list(struct store *store, int64_t address_id, int64_t first, int room, struct place *out,
	struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, place_list_sql, err);
	int count = 0, got;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":id", address_id);
	store_bind_number(stmt, ":first", first);
	store_bind_number(stmt, ":room", room);
	while ((got = store_step(stmt, err)) > 0)
		place_read(stmt, &out[count++]);
	return got < 0 ? -1 : count;
}

int64_t place_count(struct store *store, int64_t address_id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, place_count_sql, err);
	int64_t count;

	if (!stmt)
		return -1;
	store_bind_number(stmt, ":id", address_id);
	return store_number(stmt, &count, err) ? count : -1;
}

static int place_one(sqlite3_stmt *stmt, struct place *out, struct error *err)
{
	int got = store_step(stmt, err);

	if (got > 0)
		place_read(stmt, out);
	store_done(stmt);
	return got;
}

bool place_get(struct store *store, int64_t id, struct place *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, place_get_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", id);
	got = place_one(stmt, out, err);
	if (got == 0)
		error_set(err, ERROR_NOT_FOUND, _("This place is not in the list any more."));
	return got > 0;
}

/* Which part of "hq/Office" there is not. */
static bool place_missing(struct store *store, const char *label, struct error *err)
{
	struct address address;
	char name[sizeof(address.name)] = "";
	const char *slash = strrchr(label, '/');

	if (slash && (size_t)(slash - label) < sizeof(name)) {
		memcpy(name, label, (size_t)(slash - label));
		if (address_find(store, name, &address, NULL))
			return error_set(err, ERROR_NOT_FOUND,
				_("The address %s has no place \"%s\"."), address.name, slash + 1);
	}
	return error_set(
		err, ERROR_NOT_FOUND, _("There is no address named %s."), *name ? name : label);
}

bool place_find(struct store *store, const char *label, struct place *out, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, place_find_sql, err);
	int got;

	if (!stmt)
		return false;
	store_bind_text(stmt, ":label", label);
	got = place_one(stmt, out, err);
	return got > 0 || (got == 0 && place_missing(store, label, err));
}

bool place_add(
	struct store *store, int64_t address_id, const char *name, int64_t *id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, place_add_sql, err);

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", address_id);
	store_bind_text(stmt, ":name", name);
	if (store_step(stmt, err) < 0)
		return false;
	if (id)
		*id = sqlite3_column_int64(stmt, 0);
	return store_run(stmt, err);
}

bool place_remove(struct store *store, int64_t id, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(store, place_default_sql, err);
	int64_t is_default;
	bool ok = true;

	if (!stmt)
		return false;
	store_bind_number(stmt, ":id", id);
	if (!store_number(stmt, &is_default, err))
		return false;
	if (is_default)
		return error_set(err, ERROR_REFUSED,
			_("This is the address itself: it goes only with the whole address (R-308)."));
	if (!store_begin(store, err))
		return false;
	for (int i = 0; ok && i < 2; i++) {
		stmt = store_statement(store, place_remove_sql[i], err);
		if (stmt)
			store_bind_number(stmt, ":id", id);
		ok = stmt && store_run(stmt, err);
	}
	return store_end(store, ok, err);
}

static bool place_set_list(
	struct store *store, int64_t address_id, const char *list, struct error *err)
{
	bool ok = true;

	if (!store_begin(store, err))
		return false;
	for (int i = 0; ok && i < 3; i++) {
		sqlite3_stmt *stmt = store_statement(store, place_set_sql[i], err);

		if (stmt) {
			store_bind_number(stmt, ":id", address_id);
			store_bind_text(stmt, ":names", list);
		}
		ok = stmt && store_run(stmt, err);
	}
	return store_end(store, ok, err);
}

bool place_set(struct store *store, int64_t address_id, const char *names, struct error *err)
{
	struct json *json = json_new();
	char *copy = xstrdup(names), *rest = copy, *name;

	json_array(json, NULL);
	while ((name = strsep(&rest, ","))) {
		name += strspn(name, " \t");
		for (size_t len = strlen(name); len && strchr(" \t", name[len - 1]); len--)
			name[len - 1] = '\0';
		if (*name)
			json_text(json, NULL, name);
	}
	json_end(json);
	bool ok = place_set_list(store, address_id, json_done(json), err);
	json_free(json);
	free(copy);
	return ok;
}
