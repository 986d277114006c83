/* The facts: attaches the database that the program carries, with the admin's own prices beside it,
 * and reads its rows into structs. */

#include "core/reference/reference.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/mem.h"
#include "core/base/path.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/reference/own-price.h"
#include "core/reference/reference-db.h"

enum query {
	COUNTRY,
	COUNTRIES,
	COUNTRY_SEARCH,
	COUNTRY_NAME,
	COUNTRY_NOTES,
	COUNTRY_BOXES,
	SUBDIVISIONS,
	ADDRESS_FORMAT,
	ADDRESS_FIELDS,
	AREAS,
	AREAS_NEXT,
	AREA_OF_NUMBER,
	SERVICE_CITIES,
	CONFERENCING_CITIES,
	MINUTES,
	MINUTES_OF,
	SKU,
	SKUS,
	SKU_ALIAS,
	SKU_PLANS,
	PLAN_CAPABILITIES,
	PRICE,
	DEMO_PRICE,
	RULE,
	RULE_SEARCH,
	RULE_STATE,
	RULE_SECTIONS,
	CONFLICTS,
	CMDLETS,
	CONSTANT,
	SERVICE_QUOTA,
	VOICE_FEATURE,
	FORMALITY,
	BANDWIDTH,
	LOCALES,
	NETWORK,
	NETWORK_TARGETS,
	DESTINATIONS,
	QUERY_COUNT
};

#define ORIGIN " source, as_of, doubt "
#define ORIGIN_SURE " source, as_of, '' "

#define COUNTRY_COLUMNS                                                                                      \
	"SELECT code, name, name_fr, calling_code, currency, audio_conferencing, conferencing_auto_numbers," \
	" call_me, phone_system, auto_attendants, call_queues, voicemail, calling_plans, seller,"            \
	" coalesce(destinations, -1), premium_numbers, toll_numbers, toll_free_numbers, credits, payg,"      \
	" numbers_by, civic_address, civic_address <> 'no', area_code_must_match = 'yes',"                   \
	" code IN (SELECT country FROM ref.conferencing_zone_a),"                                            \
	" code IN (SELECT country FROM ref.address_formats), page, page_version," ORIGIN                     \
	"FROM ref.countries "

#define AREA_COLUMNS                                                                                    \
	" a.country, coalesce(a.state, ''), coalesce(s.name, ''), a.city, a.area_code, a.digits_after," \
	" a.kind = 'national', a.source, a.as_of, a.doubt "
#define AREA_TABLES \
	" FROM ref.areas AS a LEFT JOIN ref.subdivisions AS s ON s.country = a.country AND s.code = a.state "
#define CITY_IS                                                                                     \
	" (ref_fold(a.city) = ref_fold(:city) OR a.city IN (SELECT n.city FROM ref.city_names AS n" \
	" WHERE n.country = a.country AND ref_fold(n.name) = ref_fold(:city))) "
#define AREA_CODE_IS " (a.area_code = :area_code OR '0' || a.area_code = :area_code) "

#define MINUTES_COLUMNS                                                                                \
	"SELECT country, plan, domestic, international, pooled = 'yes', offered = 'yes', rule," ORIGIN \
	"FROM ref.minutes WHERE country = upper(:country) "

#define SKU_COLUMNS                                                                                                \
	"SELECT part_number, iif(sku_id = part_number, '', sku_id), name, listed_name, category, audience,"        \
	" on_sale, coalesce((SELECT group_concat(service_plan, ';') FROM ref.sku_plans AS p"                       \
	" WHERE p.sku_id = k.sku_id), ''), (SELECT bits FROM ref.sku_bits AS b WHERE b.sku_id = k.sku_id)," ORIGIN \
	"FROM ref.skus AS k "
/* By id, else by part number: the one of a shared part number that gives something. */
#define SKU_IS                                                                               \
	"sku_id = (SELECT f.sku_id FROM ref.skus AS f JOIN ref.sku_bits AS b USING (sku_id)" \
	" WHERE f.sku_id = lower(:sku) OR f.part_number = :sku"                              \
	" ORDER BY f.sku_id = lower(:sku) DESC, b.bits <> 0 DESC, f.sku_id LIMIT 1) "

static const char *const statements[QUERY_COUNT] = {
	[COUNTRY] = COUNTRY_COLUMNS "WHERE code = upper(:country)",
	[COUNTRIES] = COUNTRY_COLUMNS "ORDER BY ref_fold(name)",
	[COUNTRY_SEARCH] = COUNTRY_COLUMNS
	"WHERE code = upper(:text) OR instr(ref_fold(name), ref_fold(:text)) OR instr(ref_fold(name_fr), ref_fold(:text))"
	" ORDER BY code = upper(:text) DESC,"
	" 1 IN (instr(ref_fold(name), ref_fold(:text)), instr(ref_fold(name_fr), ref_fold(:text))) DESC, ref_fold(name)",
	[COUNTRY_NAME] = "SELECT name FROM ref.iso_countries WHERE code = upper(:country)",
	[COUNTRY_NOTES] =
		"SELECT key, value," ORIGIN
		"FROM ref.country_notes WHERE country = upper(:country) ORDER BY key, value",
	/* Of a country without postal codes in the facts, and of an address without one, the state
	 * may tell. */
	[COUNTRY_BOXES] =
		"SELECT area, postal_from IS NOT NULL, CAST(round(south * 1000000) AS INTEGER),"
		" CAST(round(west * 1000000) AS INTEGER), CAST(round(north * 1000000) AS INTEGER),"
		" CAST(round(east * 1000000) AS INTEGER)," ORIGIN
		"FROM ref.country_boxes WHERE country = upper(:country) AND (postal_from IS NULL"
		" OR upper(substr(ltrim(:postal_code), 1, length(postal_from))) BETWEEN postal_from AND postal_to"
		" OR (:postal_code = '' AND state = upper(:state)))"
		" ORDER BY postal_from IS NOT NULL, length(postal_from) DESC, id",
	[SUBDIVISIONS] = "SELECT country, code, name, in_address = 'yes' FROM ref.subdivisions"
			 " WHERE country = upper(:country) ORDER BY ref_fold(name)",
	[ADDRESS_FORMAT] =
		"SELECT country, postal_code_regex, postal_code_example, state_label, house_number_position,"
		" latlong_required, (SELECT group_concat(field, '|') FROM (SELECT field FROM ref.address_fields AS f"
		" WHERE f.country = o.country AND required = 'yes' ORDER BY position)), emergency_numbers," ORIGIN
		"FROM ref.address_formats AS o WHERE country = upper(:country)",
	[ADDRESS_FIELDS] = "SELECT position, field, required = 'yes' FROM ref.address_fields"
			   " WHERE country = upper(:country) ORDER BY position",
	[AREAS] =
		"SELECT" AREA_COLUMNS AREA_TABLES "WHERE a.country = upper(:country)"
		" AND (:state = '' OR a.state = upper(:state) OR ref_fold(s.name) = ref_fold(:state))"
		" AND (:city = '' OR" CITY_IS ") AND (:area_code = '' OR" AREA_CODE_IS ")"
		" ORDER BY ref_fold(coalesce(s.name, '')), ref_fold(a.city), a.id",
	/* min() makes SQLite take the other columns from the row that has the minimum. */
	[AREAS_NEXT] =
		"WITH short (state, city) AS (SELECT a.state, a.city FROM ref.areas AS a WHERE a.country = upper(:country)"
		" AND (:area_code = '' OR" AREA_CODE_IS ") AND (:city = '' OR" CITY_IS
		") ORDER BY a.id LIMIT 1)"
		" SELECT" AREA_COLUMNS
		", min(CASE WHEN a.state IS short.state AND a.city = short.city THEN 0"
		" WHEN a.state = short.state THEN 1 ELSE 2 END * 100000 + a.id) AS rank" AREA_TABLES
		"LEFT JOIN short"
		" WHERE a.country = upper(:country) AND NOT" AREA_CODE_IS
		"GROUP BY a.area_code ORDER BY rank / 100000, ref_fold(coalesce(s.name, '')), ref_fold(a.city), a.id",
	[AREA_OF_NUMBER] = "SELECT" AREA_COLUMNS AREA_TABLES
			   "JOIN ref.countries AS c ON c.code = a.country"
			   " WHERE substr(:e164, 1, 1 + length(c.calling_code || a.area_code)) ="
			   " '+' || c.calling_code || a.area_code"
			   " ORDER BY length(c.calling_code || a.area_code) DESC, a.id LIMIT 1",
	[SERVICE_CITIES] = "SELECT country, coalesce(state, ''), city FROM ref.service_cities"
			   " WHERE country = upper(:country) ORDER BY ref_fold(city), state",
	[CONFERENCING_CITIES] = "SELECT country, '', city FROM ref.conferencing_cities"
				" WHERE country = upper(:country) ORDER BY ref_fold(city)",
	[MINUTES] = MINUTES_COLUMNS "AND plan = :plan",
	[MINUTES_OF] = MINUTES_COLUMNS "ORDER BY plan",
	[SKU] = SKU_COLUMNS "WHERE " SKU_IS,
	[SKUS] = SKU_COLUMNS
	"WHERE :category = '' OR category = :category ORDER BY ref_fold(name), part_number, sku_id",
	[SKU_ALIAS] = "SELECT part_number FROM ref.sku_aliases WHERE alias = :part",
	[SKU_PLANS] =
		"SELECT p.name, coalesce(c.bit, 0) | coalesce(i.bit, 0), coalesce(p.minutes_plan, '') FROM ref.sku_plans AS k"
		" JOIN ref.service_plans AS p ON p.name = k.service_plan"
		" LEFT JOIN ref.capabilities AS c ON c.name = p.capability"
		" LEFT JOIN ref.capabilities AS i ON i.name = c.implies WHERE k." SKU_IS
		"ORDER BY p.name",
	[PLAN_CAPABILITIES] =
		"SELECT coalesce(c.bit, 0) | coalesce(i.bit, 0) FROM ref.service_plans AS p"
		" LEFT JOIN ref.capabilities AS c ON c.name = p.capability"
		" LEFT JOIN ref.capabilities AS i ON i.name = c.implies WHERE p.name = :plan",
	[PRICE] = "SELECT part_number, currency, coalesce(cents, 0), cents IS NOT NULL, own," ORIGIN
		  "FROM temp.price_now WHERE part_number = :part AND currency = upper(:currency)",
	[DEMO_PRICE] =
		"SELECT part_number, currency, cents, 1, 0," ORIGIN_SURE
		"FROM ref.demo_offers WHERE part_number = :part AND currency = upper(:currency)",
	[RULE] = "SELECT number, section, text," ORIGIN_SURE
		 "FROM ref.rules WHERE number = :number",
	[RULE_SEARCH] =
		"SELECT number, section, text," ORIGIN_SURE "FROM ref.rules WHERE :text = ''"
		" OR instr(ref_fold(text), ref_fold(:text)) OR instr(ref_fold(section), ref_fold(:text))"
		" ORDER BY number",
	[RULE_STATE] = "SELECT number, state, \"where\", proof, reason FROM ref.rule_states"
		       " WHERE number = :number",
	[RULE_SECTIONS] =
		"SELECT r.section, min(r.number), max(r.number), count(*), sum(s.state = 'decided'),"
		" sum(s.state = 'shown'), sum(s.state = 'not_applicable'), sum(coalesce(s.state, 'open') = 'open')"
		" FROM ref.rules AS r LEFT JOIN ref.rule_states AS s USING (number) GROUP BY r.section ORDER BY 2",
	[CONFLICTS] =
		"SELECT rule, topic, older, older_source, later, later_source, followed, value, place"
		" FROM ref.conflicts ORDER BY rule",
	[CMDLETS] = "SELECT rule, purpose, older, present, parameters, note," ORIGIN_SURE
		    "FROM ref.cmdlets ORDER BY rule",
	[CONSTANT] = "SELECT name, value, unit, rule," ORIGIN
		     "FROM ref.constants WHERE name = :name",
	[SERVICE_QUOTA] = "SELECT numbers FROM ref.service_quota WHERE :number >= licences_from"
			  " AND (:number <= licences_to OR licences_to IS NULL)",
	[VOICE_FEATURE] =
		"SELECT iif(gives = 'phone', 1, 2) FROM ref.voice_features WHERE name = :name",
	[FORMALITY] =
		"SELECT country, rule, numbers_by, special_form = 'yes', kyc = 'yes', papers_new, papers_port,"
		" coalesce(delivery_days_min, -1), coalesce(delivery_days_max, -1),"
		" coalesce(port_days_min, -1), coalesce(port_days_max, -1), port_note, ported_conferencing," ORIGIN
		"FROM ref.formalities WHERE country = upper(:country)",
	[BANDWIDTH] = "SELECT media, quality, up_kbit, down_kbit, rule," ORIGIN
		      "FROM ref.bandwidth WHERE quality = :quality",
	[LOCALES] = "SELECT country, language, time_zone, place," ORIGIN
		    "FROM ref.locales WHERE :country = '' OR country = upper(:country) ORDER BY id",
	[NETWORK] = "SELECT name, protocol, value, mark, rule," ORIGIN
		    "FROM ref.network WHERE kind = :kind ORDER BY id",
	[NETWORK_TARGETS] = "SELECT measure, under, unit, during, rule," ORIGIN
			    "FROM ref.network_targets WHERE segment = :segment ORDER BY id",
	[DESTINATIONS] =
		"SELECT country, name FROM ref.destinations"
		" WHERE :text = '' OR country = upper(:text) OR instr(ref_fold(name), ref_fold(:text))"
		" ORDER BY instr(ref_fold(name), ref_fold(:text)) > 1, ref_fold(name)",
};

/* How a column becomes a member of a struct: words are looked up in a list whose order is that of
 * the enum, others are copied. */
enum slot_kind { SLOT_TEXT, SLOT_INT, SLOT_INT64, SLOT_BOOL, SLOT_WORD };

struct slot {
	enum slot_kind kind;
	size_t offset, size;
	const char *const *words;
};

struct shape {
	size_t size; /* of the struct */
	const struct slot *slots;
	int count;
};

static const char *const fact_words[] = { "unknown", "no", "yes", "credits", NULL };
static const char *const seller_words[] = { "none", "microsoft", "telstra", "softbank", NULL };
static const char *const numbers_by_words[] = { "none", "portal", "form", "partner", NULL };
static const char *const payg_words[] = { "none", "zone_1", "zone_2", "zone_1_elsewhere", "own",
	"unknown", NULL };
static const char *const position_words[] = { "before", "after", NULL };

#define SLOT(type, kind, member, list)                                                        \
	{                                                                                     \
		kind, offsetof(struct type, member), sizeof(((struct type *)0)->member), list \
	}
#define TEXT(type, member) SLOT(type, SLOT_TEXT, member, NULL)
#define INT(type, member) SLOT(type, SLOT_INT, member, NULL)
#define INT64(type, member) SLOT(type, SLOT_INT64, member, NULL)
#define BOOL(type, member) SLOT(type, SLOT_BOOL, member, NULL)
#define WORD(type, member, list) SLOT(type, SLOT_WORD, member, list)
#define FACT(type, member) WORD(type, member, fact_words)
#define ORIGIN_OF(type) \
	TEXT(type, origin.source), TEXT(type, origin.as_of), TEXT(type, origin.doubt)
#define SHAPE(type)                                                                   \
	static const struct shape type##_shape = { sizeof(struct type), type##_slots, \
		(int)(sizeof(type##_slots) / sizeof(type##_slots[0])) }

static const struct slot country_slots[] = {
	TEXT(country, code),
	TEXT(country, name),
	TEXT(country, name_fr),
	TEXT(country, calling_code),
	TEXT(country, currency),
	FACT(country, audio_conferencing),
	FACT(country, conferencing_auto_numbers),
	FACT(country, call_me),
	FACT(country, phone_system),
	FACT(country, auto_attendants),
	FACT(country, call_queues),
	FACT(country, voicemail),
	FACT(country, calling_plans),
	WORD(country, seller, seller_words),
	INT(country, destinations),
	FACT(country, premium_numbers),
	FACT(country, toll_numbers),
	FACT(country, toll_free_numbers),
	FACT(country, credits),
	WORD(country, payg, payg_words),
	WORD(country, numbers_by, numbers_by_words),
	FACT(country, civic_address),
	BOOL(country, address_first),
	BOOL(country, area_code_must_match),
	BOOL(country, conferencing_zone_a),
	BOOL(country, has_address_format),
	TEXT(country, page),
	TEXT(country, page_version),
	ORIGIN_OF(country),
};
SHAPE(country);

static const struct slot country_note_slots[] = {
	TEXT(country_note, key),
	TEXT(country_note, value),
	ORIGIN_OF(country_note),
};
SHAPE(country_note);

static const struct slot country_box_slots[] = {
	TEXT(country_box, area),
	BOOL(country_box, postal),
	INT(country_box, south),
	INT(country_box, west),
	INT(country_box, north),
	INT(country_box, east),
	ORIGIN_OF(country_box),
};
SHAPE(country_box);

static const struct slot subdivision_slots[] = {
	TEXT(subdivision, country),
	TEXT(subdivision, code),
	TEXT(subdivision, name),
	BOOL(subdivision, in_address),
};
SHAPE(subdivision);

static const struct slot address_format_slots[] = {
	TEXT(address_format, country),
	TEXT(address_format, postal_code_regex),
	TEXT(address_format, postal_code_example),
	TEXT(address_format, state_label),
	WORD(address_format, house_number_position, position_words),
	FACT(address_format, latlong_required),
	TEXT(address_format, required_fields),
	TEXT(address_format, emergency_numbers),
	ORIGIN_OF(address_format),
};
SHAPE(address_format);

static const struct slot format_field_slots[] = {
	INT(format_field, position),
	TEXT(format_field, field),
	BOOL(format_field, required),
};
SHAPE(format_field);

static const struct slot area_slots[] = {
	TEXT(area, country),
	TEXT(area, state),
	TEXT(area, state_name),
	TEXT(area, city),
	TEXT(area, area_code),
	INT(area, digits_after),
	BOOL(area, national),
	ORIGIN_OF(area),
};
SHAPE(area);

static const struct slot city_slots[] = {
	TEXT(city, country),
	TEXT(city, state),
	TEXT(city, city),
};
SHAPE(city);

static const struct slot plan_minutes_slots[] = {
	TEXT(plan_minutes, country),
	TEXT(plan_minutes, plan),
	INT(plan_minutes, domestic),
	INT(plan_minutes, international),
	BOOL(plan_minutes, pooled),
	BOOL(plan_minutes, offered),
	INT(plan_minutes, rule),
	ORIGIN_OF(plan_minutes),
};
SHAPE(plan_minutes);

static const struct slot sku_slots[] = {
	TEXT(sku, part_number),
	TEXT(sku, id),
	TEXT(sku, name),
	TEXT(sku, listed_name),
	TEXT(sku, category),
	TEXT(sku, audience),
	FACT(sku, on_sale),
	TEXT(sku, plans),
	INT(sku, capabilities),
	ORIGIN_OF(sku),
};
SHAPE(sku);

static const struct slot service_plan_slots[] = {
	TEXT(service_plan, name),
	INT(service_plan, capabilities),
	TEXT(service_plan, minutes_plan),
};
SHAPE(service_plan);

static const struct slot list_price_slots[] = {
	TEXT(list_price, part_number),
	TEXT(list_price, currency),
	INT64(list_price, cents),
	BOOL(list_price, known),
	BOOL(list_price, own),
	ORIGIN_OF(list_price),
};
SHAPE(list_price);

static const struct slot rule_text_slots[] = {
	INT(rule_text, number),
	TEXT(rule_text, section),
	TEXT(rule_text, text),
	ORIGIN_OF(rule_text),
};
SHAPE(rule_text);

static const char *const rule_use_words[] = { "decided", "shown", "not_applicable", "open", NULL };

static const struct slot rule_state_slots[] = {
	INT(rule_state, number),
	WORD(rule_state, use, rule_use_words),
	TEXT(rule_state, where),
	TEXT(rule_state, proof),
	TEXT(rule_state, reason),
};
SHAPE(rule_state);

static const struct slot rule_section_slots[] = {
	TEXT(rule_section, section),
	INT(rule_section, first),
	INT(rule_section, last),
	INT(rule_section, rules),
	INT(rule_section, decided),
	INT(rule_section, shown),
	INT(rule_section, not_applicable),
	INT(rule_section, open),
};
SHAPE(rule_section);

static const char *const conflict_words[] = { "older", "later", "both", NULL };

static const struct slot conflict_slots[] = {
	INT(conflict, rule),
	TEXT(conflict, topic),
	TEXT(conflict, older),
	TEXT(conflict, older_source),
	TEXT(conflict, later),
	TEXT(conflict, later_source),
	WORD(conflict, followed, conflict_words),
	TEXT(conflict, value),
	TEXT(conflict, place),
};
SHAPE(conflict);

static const struct slot cmdlet_slots[] = {
	INT(cmdlet, rule),
	TEXT(cmdlet, purpose),
	TEXT(cmdlet, older),
	TEXT(cmdlet, present),
	TEXT(cmdlet, parameters),
	TEXT(cmdlet, note),
	ORIGIN_OF(cmdlet),
};
SHAPE(cmdlet);

static const struct slot constant_slots[] = {
	TEXT(constant, name),
	INT64(constant, value),
	TEXT(constant, unit),
	INT(constant, rule),
	ORIGIN_OF(constant),
};
SHAPE(constant);

static const struct slot formality_slots[] = {
	TEXT(formality, country),
	INT(formality, rule),
	WORD(formality, numbers_by, numbers_by_words),
	BOOL(formality, special_form),
	BOOL(formality, kyc),
	TEXT(formality, papers_new),
	TEXT(formality, papers_port),
	INT(formality, delivery_days_min),
	INT(formality, delivery_days_max),
	INT(formality, port_days_min),
	INT(formality, port_days_max),
	TEXT(formality, port_note),
	FACT(formality, ported_conferencing),
	ORIGIN_OF(formality),
};
SHAPE(formality);

static const struct slot bandwidth_slots[] = {
	TEXT(bandwidth, media),
	TEXT(bandwidth, quality),
	INT64(bandwidth, up_kbit),
	INT64(bandwidth, down_kbit),
	INT(bandwidth, rule),
	ORIGIN_OF(bandwidth),
};
SHAPE(bandwidth);

static const struct slot locale_slots[] = {
	TEXT(locale, country),
	TEXT(locale, language),
	TEXT(locale, time_zone),
	TEXT(locale, place),
	ORIGIN_OF(locale),
};
SHAPE(locale);

static const struct slot network_opening_slots[] = {
	TEXT(network_opening, name),
	TEXT(network_opening, protocol),
	TEXT(network_opening, value),
	TEXT(network_opening, mark),
	INT(network_opening, rule),
	ORIGIN_OF(network_opening),
};
SHAPE(network_opening);

static const struct slot network_target_slots[] = {
	TEXT(network_target, measure),
	TEXT(network_target, under),
	TEXT(network_target, unit),
	TEXT(network_target, during),
	INT(network_target, rule),
	ORIGIN_OF(network_target),
};
SHAPE(network_target);

static const struct slot destination_slots[] = {
	TEXT(destination, code),
	TEXT(destination, name),
};
SHAPE(destination);

struct reference {
	sqlite3 *db;
	bool own_db;
	sqlite3_stmt *stmt[QUERY_COUNT]; /* prepared when first asked for */
};

static void fold(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	struct str out = { 0 };

	(void)count;
	if (!text)
		return;
	text_fold(&out, text);
	sqlite3_result_text(context, str_text(&out), (int)out.len, SQLITE_TRANSIENT);
	str_fini(&out);
}

static bool attached(sqlite3 *db)
{
	return sqlite3_txn_state(db, "ref") >= 0;
}

/* READONLY promises that the bytes are not written to, whatever the parameter's type says. */
static bool facts_attach(sqlite3 *db, struct error *err)
{
	sqlite3_int64 size = (sqlite3_int64)reference_db_size;

	if (sqlite3_exec(db, "ATTACH ':memory:' AS ref", NULL, NULL, NULL) ||
		sqlite3_deserialize(db, "ref", (unsigned char *)reference_db, size, size,
			SQLITE_DESERIALIZE_READONLY) ||
		sqlite3_create_function(db, "ref_fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
			fold, NULL, NULL))
		return error_set(err, ERROR_STORE, _("The built-in facts cannot be attached: %s."),
			sqlite3_errmsg(db));
	return true;
}

bool reference_attach(sqlite3 *db, struct error *err)
{
	char *prices;
	bool ok;

	if (attached(db))
		return true;
	if (!facts_attach(db, err))
		return false;
	prices = path_config("prices.csv");
	ok = own_price_load(db, access(prices, F_OK) == 0 ? prices : NULL, err);
	if (!ok)
		sqlite3_exec(db, "DETACH ref", NULL, NULL, NULL);
	free(prices);
	return ok;
}

struct reference *reference_open(sqlite3 *db, struct error *err)
{
	struct reference *ref = xcalloc(1, sizeof(*ref));
	bool ok = true;

	ref->db = db;
	if (!db) {
		ref->own_db = true;
		if (sqlite3_open(":memory:", &ref->db))
			ok = error_set(err, ERROR_STORE, "%s", sqlite3_errmsg(ref->db));
	}
	if (ok && reference_attach(ref->db, err))
		return ref;
	reference_close(ref);
	return NULL;
}

void reference_close(struct reference *ref)
{
	if (!ref)
		return;
	for (int i = 0; i < QUERY_COUNT; i++)
		sqlite3_finalize(ref->stmt[i]);
	if (ref->own_db)
		sqlite3_close(ref->db);
	free(ref);
}

/* The statement, ready to be bound. The facts and the statements come from one build: a statement
 * that does not fit them is our own mistake. */
static sqlite3_stmt *query(struct reference *ref, enum query which)
{
	if (!ref->stmt[which] && sqlite3_prepare_v3(ref->db, statements[which], -1,
					 SQLITE_PREPARE_PERSISTENT, &ref->stmt[which], NULL))
		die("facts: %s in: %s", sqlite3_errmsg(ref->db), statements[which]);
	sqlite3_reset(ref->stmt[which]);
	sqlite3_clear_bindings(ref->stmt[which]);
	return ref->stmt[which];
}

/* NULL is bound as "", which the statements take for "any". */
static void bind_text(sqlite3_stmt *stmt, const char *name, const char *text)
{
	int at = sqlite3_bind_parameter_index(stmt, name);

	assert(at > 0);
	sqlite3_bind_text(stmt, at, text ? text : "", -1, SQLITE_TRANSIENT);
}

static void bind_number(sqlite3_stmt *stmt, const char *name, int64_t number)
{
	int at = sqlite3_bind_parameter_index(stmt, name);

	assert(at > 0);
	sqlite3_bind_int64(stmt, at, number);
}

/* Copies text, cut before a character that has no room. */
static void copy_text(char *out, size_t size, const char *text)
{
	size_t len = strlen(text);

	if (len >= size) {
		len = size - 1;
		while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	memcpy(out, text, len);
	out[len] = '\0';
}

static int word_index(const char *const *words, const char *word)
{
	for (int i = 0; words[i]; i++) {
		if (strcmp(words[i], word) == 0)
			return i;
	}
	die("facts: \"%s\" is no word that is known", word);
}

static void slot_fill(const struct slot *slot, char *record, sqlite3_stmt *stmt, int column)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);
	void *at = record + slot->offset;

	switch (slot->kind) {
	case SLOT_TEXT:
		copy_text(at, slot->size, text ? text : "");
		break;
	case SLOT_INT:
		*(int *)at = sqlite3_column_int(stmt, column);
		break;
	case SLOT_INT64:
		*(int64_t *)at = sqlite3_column_int64(stmt, column);
		break;
	case SLOT_BOOL:
		*(bool *)at = sqlite3_column_int(stmt, column) != 0;
		break;
	case SLOT_WORD:
		*(int *)at = word_index(slot->words, text ? text : "");
		break;
	}
}

static void record_fill(const struct shape *shape, void *record, sqlite3_stmt *stmt)
{
	memset(record, 0, shape->size);
	for (int i = 0; i < shape->count; i++)
		slot_fill(&shape->slots[i], record, stmt, i);
}

/* The first row into *out. */
static bool fetch(sqlite3_stmt *stmt, const struct shape *shape, void *out)
{
	bool found = sqlite3_step(stmt) == SQLITE_ROW;

	if (found)
		record_fill(shape, out, stmt);
	sqlite3_reset(stmt);
	return found;
}

/* All rows, of which `room` fit into out. Returns how many there are. */
static int fetch_all(sqlite3_stmt *stmt, const struct shape *shape, void *out, int room)
{
	int count = 0;

	while (sqlite3_step(stmt) == SQLITE_ROW) {
		if (count < room)
			record_fill(shape, (char *)out + (size_t)count * shape->size, stmt);
		count++;
	}
	sqlite3_reset(stmt);
	return count;
}

static int fetch_of_country(struct reference *ref, enum query which, const char *country,
	const struct shape *shape, void *out, int room)
{
	sqlite3_stmt *stmt = query(ref, which);

	bind_text(stmt, ":country", country);
	return fetch_all(stmt, shape, out, room);
}

bool reference_country(
	struct reference *ref, const char *code, struct country *out, struct error *err)
{
	sqlite3_stmt *stmt = query(ref, COUNTRY);

	bind_text(stmt, ":country", code);
	if (fetch(stmt, &country_shape, out))
		return true;
	return error_set(err, ERROR_NOT_FOUND,
		_("Nothing is known of the country \"%s\". Countries are two letters, such as US or FR."),
		code);
}

int reference_countries(struct reference *ref, struct country *out, int room)
{
	return fetch_all(query(ref, COUNTRIES), &country_shape, out, room);
}

int reference_country_search(struct reference *ref, const char *text, struct country *out, int room)
{
	sqlite3_stmt *stmt = query(ref, COUNTRY_SEARCH);

	bind_text(stmt, ":text", text);
	return fetch_all(stmt, &country_shape, out, room);
}

/* One text of one row, if there is one. */
static bool fetch_text(sqlite3_stmt *stmt, char *out, size_t size)
{
	bool found = sqlite3_step(stmt) == SQLITE_ROW;

	if (found)
		copy_text(out, size, (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_reset(stmt);
	return found;
}

/* One number of one row; 0 when there is none. */
static int64_t fetch_number(sqlite3_stmt *stmt)
{
	int64_t number = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;

	sqlite3_reset(stmt);
	return number;
}

bool reference_country_name(struct reference *ref, const char *code, char *name, size_t size)
{
	sqlite3_stmt *stmt = query(ref, COUNTRY_NAME);

	bind_text(stmt, ":country", code);
	if (fetch_text(stmt, name, size))
		return true;
	copy_text(name, size, code);
	return false;
}

int reference_country_notes(
	struct reference *ref, const char *country, struct country_note *out, int room)
{
	return fetch_of_country(ref, COUNTRY_NOTES, country, &country_note_shape, out, room);
}

int reference_boxes(struct reference *ref, const char *country, const char *postal_code,
	const char *state, struct country_box *out, int room)
{
	sqlite3_stmt *stmt = query(ref, COUNTRY_BOXES);

	bind_text(stmt, ":country", country);
	bind_text(stmt, ":postal_code", postal_code ? postal_code : "");
	bind_text(stmt, ":state", state ? state : "");
	return fetch_all(stmt, &country_box_shape, out, room);
}

int reference_subdivisions(
	struct reference *ref, const char *country, struct subdivision *out, int room)
{
	return fetch_of_country(ref, SUBDIVISIONS, country, &subdivision_shape, out, room);
}

bool reference_address_format(
	struct reference *ref, const char *country, struct address_format *out, struct error *err)
{
	sqlite3_stmt *stmt = query(ref, ADDRESS_FORMAT);

	bind_text(stmt, ":country", country);
	if (fetch(stmt, &address_format_shape, out))
		return true;
	return error_set(err, ERROR_NOT_FOUND,
		_("How addresses are written in \"%s\" is not known."), country);
}

int reference_address_fields(
	struct reference *ref, const char *country, struct format_field *out, int room)
{
	return fetch_of_country(ref, ADDRESS_FIELDS, country, &format_field_shape, out, room);
}

int reference_areas(struct reference *ref, const char *country, const char *state, const char *city,
	const char *area_code, struct area *out, int room)
{
	sqlite3_stmt *stmt = query(ref, AREAS);

	bind_text(stmt, ":country", country);
	bind_text(stmt, ":state", state);
	bind_text(stmt, ":city", city);
	bind_text(stmt, ":area_code", area_code);
	return fetch_all(stmt, &area_shape, out, room);
}

int reference_areas_next(struct reference *ref, const char *country, const char *city,
	const char *area_code, struct area *out, int room)
{
	sqlite3_stmt *stmt = query(ref, AREAS_NEXT);

	bind_text(stmt, ":country", country);
	bind_text(stmt, ":city", city);
	bind_text(stmt, ":area_code", area_code);
	return fetch_all(stmt, &area_shape, out, room);
}

bool reference_area_of_number(
	struct reference *ref, const char *e164, struct area *out, struct error *err)
{
	sqlite3_stmt *stmt = query(ref, AREA_OF_NUMBER);

	bind_text(stmt, ":e164", e164);
	if (fetch(stmt, &area_shape, out))
		return true;
	return error_set(err, ERROR_NOT_FOUND, _("%s is of no area that is known."), e164);
}

int reference_service_cities(struct reference *ref, const char *country, struct city *out, int room)
{
	return fetch_of_country(ref, SERVICE_CITIES, country, &city_shape, out, room);
}

int reference_conferencing_cities(
	struct reference *ref, const char *country, struct city *out, int room)
{
	return fetch_of_country(ref, CONFERENCING_CITIES, country, &city_shape, out, room);
}

bool reference_minutes(struct reference *ref, const char *country, const char *plan,
	struct plan_minutes *out, struct error *err)
{
	sqlite3_stmt *stmt = query(ref, MINUTES);

	bind_text(stmt, ":country", country);
	bind_text(stmt, ":plan", plan);
	if (fetch(stmt, &plan_minutes_shape, out))
		return true;
	return error_set(err, ERROR_NOT_FOUND,
		_("The minutes of the plan \"%s\" in \"%s\" are not known."), plan, country);
}

int reference_minutes_of(
	struct reference *ref, const char *country, struct plan_minutes *out, int room)
{
	return fetch_of_country(ref, MINUTES_OF, country, &plan_minutes_shape, out, room);
}

bool reference_sku(
	struct reference *ref, const char *id_or_part, struct sku *out, struct error *err)
{
	sqlite3_stmt *stmt = query(ref, SKU);

	bind_text(stmt, ":sku", id_or_part);
	if (fetch(stmt, &sku_shape, out))
		return true;
	return error_set(err, ERROR_NOT_FOUND, _("No product \"%s\" is known."), id_or_part);
}

int reference_skus(struct reference *ref, const char *category, struct sku *out, int room)
{
	sqlite3_stmt *stmt = query(ref, SKUS);

	bind_text(stmt, ":category", category);
	return fetch_all(stmt, &sku_shape, out, room);
}

void reference_sku_alias(struct reference *ref, const char *part, char *out, size_t size)
{
	sqlite3_stmt *stmt = query(ref, SKU_ALIAS);

	bind_text(stmt, ":part", part);
	if (!fetch_text(stmt, out, size))
		copy_text(out, size, part);
}

int reference_sku_plans(
	struct reference *ref, const char *id_or_part, struct service_plan *out, int room)
{
	sqlite3_stmt *stmt = query(ref, SKU_PLANS);

	bind_text(stmt, ":sku", id_or_part);
	return fetch_all(stmt, &service_plan_shape, out, room);
}

unsigned reference_plan_capabilities(struct reference *ref, const char *service_plan)
{
	sqlite3_stmt *stmt = query(ref, PLAN_CAPABILITIES);

	bind_text(stmt, ":plan", service_plan);
	return (unsigned)fetch_number(stmt);
}

static bool fetch_price(struct reference *ref, enum query which, const char *part,
	const char *currency, struct list_price *out, struct error *err)
{
	sqlite3_stmt *stmt = query(ref, which);

	bind_text(stmt, ":part", part);
	bind_text(stmt, ":currency", currency);
	if (fetch(stmt, &list_price_shape, out))
		return true;
	return error_set(
		err, ERROR_NOT_FOUND, _("The price of %s in %s is not known."), part, currency);
}

bool reference_price(struct reference *ref, const char *part, const char *currency,
	struct list_price *out, struct error *err)
{
	return fetch_price(ref, PRICE, part, currency, out, err);
}

bool reference_demo_price(struct reference *ref, const char *part, const char *currency,
	struct list_price *out, struct error *err)
{
	return fetch_price(ref, DEMO_PRICE, part, currency, out, err);
}

bool reference_rule(struct reference *ref, int number, struct rule_text *out, struct error *err)
{
	sqlite3_stmt *stmt = query(ref, RULE);

	bind_number(stmt, ":number", number);
	if (fetch(stmt, &rule_text_shape, out))
		return true;
	return error_set(err, ERROR_NOT_FOUND, _("There is no rule R-%03d."), number);
}

int reference_rule_search(struct reference *ref, const char *text, struct rule_text *out, int room)
{
	sqlite3_stmt *stmt = query(ref, RULE_SEARCH);

	bind_text(stmt, ":text", text);
	return fetch_all(stmt, &rule_text_shape, out, room);
}

bool reference_rule_state(
	struct reference *ref, int number, struct rule_state *out, struct error *err)
{
	sqlite3_stmt *stmt = query(ref, RULE_STATE);

	bind_number(stmt, ":number", number);
	if (fetch(stmt, &rule_state_shape, out))
		return true;
	return error_set(err, ERROR_NOT_FOUND, _("There is no rule R-%03d."), number);
}

int reference_rule_sections(struct reference *ref, struct rule_section *out, int room)
{
	return fetch_all(query(ref, RULE_SECTIONS), &rule_section_shape, out, room);
}

int reference_conflicts(struct reference *ref, struct conflict *out, int room)
{
	return fetch_all(query(ref, CONFLICTS), &conflict_shape, out, room);
}

int reference_cmdlets(struct reference *ref, struct cmdlet *out, int room)
{
	return fetch_all(query(ref, CMDLETS), &cmdlet_shape, out, room);
}

bool reference_constant(
	struct reference *ref, const char *name, struct constant *out, struct error *err)
{
	sqlite3_stmt *stmt = query(ref, CONSTANT);

	bind_text(stmt, ":name", name);
	if (fetch(stmt, &constant_shape, out))
		return true;
	return error_set(err, ERROR_NOT_FOUND, _("There is no constant \"%s\"."), name);
}

int64_t reference_value(struct reference *ref, const char *name)
{
	struct constant constant;

	if (!reference_constant(ref, name, &constant, NULL))
		die("facts: no constant \"%s\"", name);
	return constant.value;
}

int64_t reference_service_quota(struct reference *ref, int64_t licences)
{
	sqlite3_stmt *stmt = query(ref, SERVICE_QUOTA);

	bind_number(stmt, ":number", licences);
	return fetch_number(stmt);
}

unsigned reference_voice_feature(struct reference *ref, const char *name)
{
	sqlite3_stmt *stmt = query(ref, VOICE_FEATURE);

	bind_text(stmt, ":name", name);
	return (unsigned)fetch_number(stmt);
}

bool reference_formality(
	struct reference *ref, const char *country, struct formality *out, struct error *err)
{
	sqlite3_stmt *stmt = query(ref, FORMALITY);

	bind_text(stmt, ":country", country);
	if (fetch(stmt, &formality_shape, out))
		return true;
	return error_set(err, ERROR_NOT_FOUND,
		_("No papers are known for \"%s\": it has no Calling Plans."), country);
}

int reference_bandwidth(struct reference *ref, const char *quality, struct bandwidth *out, int room)
{
	sqlite3_stmt *stmt = query(ref, BANDWIDTH);

	bind_text(stmt, ":quality", quality);
	return fetch_all(stmt, &bandwidth_shape, out, room);
}

int reference_locales(struct reference *ref, const char *country, struct locale *out, int room)
{
	return fetch_of_country(ref, LOCALES, country, &locale_shape, out, room);
}

int reference_network(
	struct reference *ref, const char *kind, struct network_opening *out, int room)
{
	sqlite3_stmt *stmt = query(ref, NETWORK);

	bind_text(stmt, ":kind", kind);
	return fetch_all(stmt, &network_opening_shape, out, room);
}

int reference_network_targets(
	struct reference *ref, const char *segment, struct network_target *out, int room)
{
	sqlite3_stmt *stmt = query(ref, NETWORK_TARGETS);

	bind_text(stmt, ":segment", segment);
	return fetch_all(stmt, &network_target_shape, out, room);
}

bool reference_currency(struct reference *ref, const char *country, char currency[4])
{
	struct country row;
	bool found = reference_country(ref, country, &row, NULL);

	copy_text(currency, 4, found ? row.currency : "");
	return found;
}

int reference_destinations(
	struct reference *ref, const char *text, struct destination *out, int room)
{
	sqlite3_stmt *stmt = query(ref, DESTINATIONS);

	bind_text(stmt, ":text", text);
	return fetch_all(stmt, &destination_shape, out, room);
}
