/* core/reference/reference.h: read-only facts: countries, numbers' areas, minutes, licences,
 * prices, address forms, papers, rules (data/reference.sql describes each table and column).
 *
 * The facts are compiled into the program. Other rooms' SQL joins them as schema `ref` once
 * reference_attach has run; screens and rules' callers ask the functions below, which fill plain
 * structs. All text is NUL-terminated UTF-8. Codes (country, state, part number, service plan) are
 * compared without case. "Not found" is false with ERROR_NOT_FOUND.
 *
 * List functions write at most `room` records and return how many there are, which may be more. */
#ifndef CORE_REFERENCE_REFERENCE_H
#define CORE_REFERENCE_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "core/base/error.h"
#include "core/reference/capability.h"

struct reference;

/* Attaches the facts to db as the read-only schema `ref`, reads the admin's own prices.csv of the
 * configuration folder, if there is one, into temp.own_price, and makes the view temp.price_now of
 * both: an own price wins over the shipped one of the same part number and currency.
 *
 * prices.csv has the columns sku_part_number,currency,price,as_of,note in any order: price is of
 * one licence for one month ("12.50", at most two decimals; empty: not known), as_of YYYY-MM or
 * YYYY-MM-DD; currency (USD) and note may be missing. A bad row is ERROR_INPUT that names file and
 * line, and nothing stays attached. Attaching twice is no error. Not inside a transaction. The SQL
 * function ref_fold(text) comes with it: text_fold of core/base/text.h. */
bool reference_attach(sqlite3 *db, struct error *err);

/* On db (attached if it was not yet; stays the caller's and must outlive the handle), or with NULL
 * on a connection of its own. NULL on an error of reference_attach. */
struct reference *reference_open(sqlite3 *db, struct error *err);
void reference_close(struct reference *ref); /* NULL is allowed */

/* Where a fact comes from. as_of is YYYY-MM or YYYY-MM-DD; doubt is "" or says what conflicts or is
 * too old to be trusted. */
struct origin {
	char source[160];
	char as_of[11];
	char doubt[400];
};

/* What a page answers. CREDITS: yes, paid from Communications Credits. */
enum fact { FACT_UNKNOWN, FACT_NO, FACT_YES, FACT_CREDITS };

/* Who sells Calling Plans there. */
enum country_seller {
	COUNTRY_SELLER_NONE,
	COUNTRY_SELLER_MICROSOFT,
	COUNTRY_SELLER_TELSTRA,
	COUNTRY_SELLER_SOFTBANK
};

/* How new user numbers are had. */
enum numbers_by { NUMBERS_BY_NONE, NUMBERS_BY_PORTAL, NUMBERS_BY_FORM, NUMBERS_BY_PARTNER };

/* Pay-As-You-Go. ELSEWHERE: zone 1, not sold there, but a licence bought elsewhere
 * may be given to people there. OWN: a product of the country's own. */
enum payg { PAYG_NONE, PAYG_ZONE_1, PAYG_ZONE_2, PAYG_ELSEWHERE, PAYG_OWN, PAYG_UNKNOWN };

struct country {
	char code[3];  /* ISO 3166-1 alpha-2 */
	char name[48]; /* English */
	char name_fr[48];
	char calling_code[5]; /* "1", "33": digits without + */
	char currency[4];     /* ISO 4217 */
	enum fact audio_conferencing, conferencing_auto_numbers, call_me;
	enum fact phone_system, auto_attendants, call_queues, voicemail;
	enum fact calling_plans;
	enum country_seller seller;
	int destinations; /* of international calls; -1: unknown */
	enum fact premium_numbers, toll_numbers, toll_free_numbers, credits;
	enum payg payg;
	enum numbers_by numbers_by;
	enum fact civic_address; /* must an address exist before a number is had? */
	bool address_first;      /* what to do: not NO; unknown counts as yes */
	bool area_code_must_match; /* address and area code, or activation fails */
	bool conferencing_zone_a;  /* included in dial-out minutes */
	bool has_address_format;   /* reference_address_format knows it */
	char page[80];             /* file of its availability page */
	char page_version[16];     /* the commit in which it was read */
	struct origin origin;
};

bool reference_country(
	struct reference *ref, const char *code, struct country *out, struct error *err);

/* All 114, by name. */
int reference_countries(struct reference *ref, struct country *out, int room);

/* Those whose code is `text`, whose names begin with it, then whose names hold it, case and accents
 * aside; "" finds all. */
int reference_country_search(
	struct reference *ref, const char *text, struct country *out, int room);

/* The English name of any ISO code, Calling Plans or not (a person may live anywhere). name holds
 * `size` bytes; false and the code itself when there is no such country. */
bool reference_country_name(struct reference *ref, const char *code, char *name, size_t size);

/* A country's page notes, such as key "domestic_includes", value "PR". A key may repeat. */
struct country_note {
	char key[40];
	char value[64];
	struct origin origin;
};

int reference_country_notes(
	struct reference *ref, const char *country, struct country_note *out, int room);

/* Where a country, or an area of its postal codes, lies: millionths of a degree. */
struct country_box {
	char area[48]; /* English: "Washington", "Canary Islands" */
	bool postal;   /* of the postal code (or, without one, of the state); false: of the country
			*/
	int south, west, north, east;
	struct origin origin;
};

/* The boxes of a country, then those of a postal code's beginning, or of a state where there is no
 * postal code; NULL or "" where it is not known. 0: nothing is known of this country. */
int reference_boxes(struct reference *ref, const char *country, const char *postal_code,
	const char *state, struct country_box *out, int room);

struct subdivision {
	char country[3];
	char code[4]; /* ISO 3166-2 without its country: "WA" */
	char name[48];
	bool in_address; /* an address there names one, and the list is complete */
};

/* States, provinces, counties, by name; 0 where the facts have none. Those that are not in_address
 * only group areas (England, Bavaria), and not all of a country's need be here. */
int reference_subdivisions(
	struct reference *ref, const char *country, struct subdivision *out, int room);

enum house_number_position { HOUSE_NUMBER_BEFORE, HOUSE_NUMBER_AFTER };

struct address_format {
	char country[3];
	char postal_code_regex[96]; /* POSIX extended; of upper-case text */
	char postal_code_example[12];
	char state_label[12]; /* state, province, county, prefecture, none */
	enum house_number_position house_number_position; /* before or after the street */
	enum fact latlong_required;
	char required_fields[128];  /* "company_name|house_number|...": ids of the answers file */
	char emergency_numbers[24]; /* "112 15 17": the first is the one to name */
	struct origin origin;
};

/* One field of a country's address, in the order in which people write it there. */
struct format_field {
	int position;   /* from 1 */
	char field[24]; /* id of the answers file: company_name, house_number, street_name, ... */
	bool required;
};

bool reference_address_format(
	struct reference *ref, const char *country, struct address_format *out, struct error *err);
int reference_address_fields(
	struct reference *ref, const char *country, struct format_field *out, int room);

/* Where numbers are: a city and its area code. */
struct area {
	char country[3];
	char state[4]; /* "" where the facts name none */
	char state_name[48];
	char city[48];     /* "" for numbers of the whole country (kind national) */
	char area_code[8]; /* text: leading zeros count (Italy) */
	int digits_after;  /* of a number, after the area code */
	bool national;     /* belongs to no city */
	struct origin origin;
};

/* The areas of a country, of a state (code or name), of a city (case and accents aside, and by its
 * other names: "Munich" finds München), of an area code (with or without its trunk zero); NULL or
 * "" where it does not matter. By state, then city. */
int reference_areas(struct reference *ref, const char *country, const char *state, const char *city,
	const char *area_code, struct area *out, int room);

/* Where to look next when `area_code` of `city` is short: other areas of the same city, then of the
 * same state, then of the country, each by name; areas of the same area code are left out, each
 * area code comes once. city may be NULL (the first with that code). */
int reference_areas_next(struct reference *ref, const char *country, const char *city,
	const char *area_code, struct area *out, int room);

/* The area of an E.164 number: the longest area code that fits, its first city. */
bool reference_area_of_number(
	struct reference *ref, const char *e164, struct area *out, struct error *err);

struct city {
	char country[3];
	char state[4]; /* of the US only; else "" */
	char city[48]; /* English */
};

/* Cities with service (toll) numbers, and those whose conferencing numbers come by themselves. */
int reference_service_cities(
	struct reference *ref, const char *country, struct city *out, int room);
int reference_conferencing_cities(
	struct reference *ref, const char *country, struct city *out, int room);

/* Monthly minutes of one licence. Plans: domestic, domestic_120, domestic_240,
 * domestic_120_user (MCOPSTN8, not pooled), international, payg. */
struct plan_minutes {
	char country[3];
	char plan[20];
	int domestic, international; /* minutes a month */
	bool pooled;                 /* with the same plan in the same country */
	bool offered; /* false: known, but off by default (R-122: 240 minutes in the US) */
	int rule;
	struct origin origin;
};

bool reference_minutes(struct reference *ref, const char *country, const char *plan,
	struct plan_minutes *out, struct error *err);
int reference_minutes_of(
	struct reference *ref, const char *country, struct plan_minutes *out, int room);

/* A product. What it gives is decided by its service plans, never by its name. */
struct sku {
	char part_number[96];
	char id[37];           /* lower case; "" when the id is not known */
	char name[96];         /* as it is called today: "Domestic Calling Plan" */
	char listed_name[112]; /* as Microsoft's licence list calls it, sometimes an old name
				 */
	char category[28];     /* phone_system, calling_plan_bundle, ..., base_plan, other */
	char audience[12];     /* commercial, education, gcc, gcchigh, dod, nonprofit, telstra */
	enum fact on_sale;
	char plans[128];       /* service plans: "MCOEV;MCOPSTN1"; "" when none are listed */
	unsigned capabilities; /* bits of enum capability */
	struct origin origin;
};

/* By id (a GUID) or by part number. A part number that two ids share gives the one with service
 * plans; an old spelling (MCOPSTNPP for credits is R-105) is not rewritten here: see
 * reference_sku_alias. */
bool reference_sku(
	struct reference *ref, const char *id_or_part, struct sku *out, struct error *err);
int reference_skus(struct reference *ref, const char *category, struct sku *out, int room);

/* The part number to write for an old or twin one, or `part` itself. out holds `size` bytes. */
void reference_sku_alias(struct reference *ref, const char *part, char *out, size_t size);

struct service_plan {
	char name[40];         /* MCOEV, MCOPSTN1, TEAMS1 */
	unsigned capabilities; /* bits of enum capability; 0: it has nothing to do with phones */
	char minutes_plan[20]; /* the plan of reference_minutes; "" unless it gives minutes */
};

int reference_sku_plans(
	struct reference *ref, const char *id_or_part, struct service_plan *out, int room);

/* The bits of one service plan's name, such as a tenant's own product has; 0 when it is not known.
 */
unsigned reference_plan_capabilities(struct reference *ref, const char *service_plan);

struct list_price {
	char part_number[96];
	char currency[4];
	int64_t cents;        /* of one licence and month; of no use unless known */
	bool known;           /* false: unknown, never counted as 0 */
	bool own;             /* from the admin's prices.csv */
	struct origin origin; /* show as_of: an old price is shown with its age; source of an own
				 one is its note */
};

/* The price of a part number. False with ERROR_NOT_FOUND when nothing is said of it, which is
 * unknown too. */
bool reference_price(struct reference *ref, const char *part, const char *currency,
	struct list_price *out, struct error *err);

/* What the simulated service asks, marked as the demo's; never mixed with real prices. */
bool reference_demo_price(struct reference *ref, const char *part, const char *currency,
	struct list_price *out, struct error *err);

struct rule_text {
	int number; /* 219 for R-219 */
	char section[64];
	char text[1200];
	struct origin origin;
};

bool reference_rule(struct reference *ref, int number, struct rule_text *out, struct error *err);

/* Those whose text or section holds the text, case and accents aside, by number; "" finds all. */
int reference_rule_search(struct reference *ref, const char *text, struct rule_text *out, int room);

/* How ringup uses a rule (data/rule_states.csv, which a test holds to its word). */
enum rule_use { RULE_DECIDED, RULE_SHOWN, RULE_NOT_APPLICABLE, RULE_OPEN };

struct rule_state {
	int number;
	enum rule_use use;
	char where[96];   /* "core/rules/quota.c:quota_user", "topic:credits"; else "" */
	char proof[128];  /* the test; "" where looking proves it */
	char reason[320]; /* of RULE_NOT_APPLICABLE: a sentence; else "" */
};

bool reference_rule_state(
	struct reference *ref, int number, struct rule_state *out, struct error *err);

/* Sections of the rules, in their order, with how many rules are in which state. */
struct rule_section {
	char section[64];
	int first, last; /* numbers */
	int rules, decided, shown, not_applicable, open;
};

int reference_rule_sections(struct reference *ref, struct rule_section *out, int room);

/* Where sources disagree, by rule: both values, and what ringup follows. All texts
 * are English sentences; sources hold their dates. */
enum conflict_followed { CONFLICT_OLDER, CONFLICT_LATER, CONFLICT_BOTH };

struct conflict {
	int rule;
	char topic[64];
	char older[112], older_source[112];
	char later[112], later_source[112];
	enum conflict_followed followed;
	char value[112]; /* what ringup does */
	char place[96];  /* where it is set or seen */
};

int reference_conflicts(struct reference *ref, struct conflict *out, int room);

/* Cmdlets by what they are for: those of 2017 and the present ones. */
struct cmdlet {
	int rule;
	char purpose[48];
	char older[48], present[80]; /* "": none */
	char parameters[80], note[112];
	struct origin origin;
};

int reference_cmdlets(struct reference *ref, struct cmdlet *out, int room);

struct constant {
	char name[40];
	int64_t value;
	char unit[16]; /* seconds, minutes, hours, days, count, cents, ... */
	int rule;
	struct origin origin;
};

bool reference_constant(
	struct reference *ref, const char *name, struct constant *out, struct error *err);

/* The value alone. The name must exist: a name that does not is our own mistake and ends the
 * program. */
int64_t reference_value(struct reference *ref, const char *name);

/* Service numbers that so many Phone System and Audio Conferencing licences allow, of toll and
 * again of toll-free numbers; 0 for none. */
int64_t reference_service_quota(struct reference *ref, int64_t licences);

/* What a word of featureTypes shows to be effective: Phone System, a Calling Plan, or
 * neither (0). Without case. */
enum voice_feature { VOICE_PHONE = 1, VOICE_PLAN = 2 };
unsigned reference_voice_feature(struct reference *ref, const char *name);

/* Papers and waits of a country. */
struct formality {
	char country[3];
	int rule;
	enum numbers_by numbers_by;
	bool special_form;    /* a form for special wishes, beside the portal */
	bool kyc;             /* named on the country's page; since 2025-08 everywhere */
	char papers_new[128]; /* English; "" when none are named */
	char papers_port[128];
	int delivery_days_min, delivery_days_max; /* of special orders; -1: not named */
	int port_days_min, port_days_max;         /* -1: not named */
	char port_note[128];
	enum fact ported_conferencing; /* may a ported number serve conferencing? */
	struct origin origin;
};

bool reference_formality(
	struct reference *ref, const char *country, struct formality *out, struct error *err);

/* What a country's people speak first, and one of its time zones by its name in Windows, which auto
 * attendants take. */
struct locale {
	char country[3];
	char language[8];   /* "fr-BE" */
	char time_zone[40]; /* "Romance Standard Time" */
	char place[40];     /* IANA: "Europe/Brussels" */
	struct origin origin;
};

/* One a time zone, that of the capital first; country NULL: of all countries. */
int reference_locales(struct reference *ref, const char *country, struct locale *out, int room);

/* What one call, picture or meeting takes of the line, in kbit/s. */
struct bandwidth {
	char media[20];   /* audio, video, sharing, meeting_audio, meeting_video, ... */
	char quality[12]; /* minimum, recommended, best */
	int64_t up_kbit, down_kbit;
	int rule;
	struct origin origin;
};

/* The rows of a quality. */
int reference_bandwidth(
	struct reference *ref, const char *quality, struct bandwidth *out, int room);

/* What the network lets through, in the order to show. Kinds: port, range, mark (R-377, R-378,
 * Ranges change: their doubt says so. */
struct network_opening {
	char name[32];    /* what for, English */
	char protocol[4]; /* TCP, UDP, IP */
	char value[24];   /* "3478-3481", "52.112.0.0/14" */
	char mark[20];    /* "DSCP 46 (EF)" of a mark; else "" */
	int rule;
	struct origin origin;
};

int reference_network(
	struct reference *ref, const char *kind, struct network_opening *out, int room);

/* How good the network must be. Segments: client (to Microsoft's edge), edge (from
 * the network's own edge). */
struct network_target {
	char measure[20]; /* latency_one_way, round_trip, loss, burst_loss, jitter, reordering */
	char under[8];    /* "0.05" */
	char unit[4];     /* "ms", "%" */
	char during[12];  /* "15 s"; "" where no time is said */
	int rule;
	struct origin origin;
};

int reference_network_targets(
	struct reference *ref, const char *segment, struct network_target *out, int room);

/* "USD": the currency of a country's list prices; "" when the country is not known. */
bool reference_currency(struct reference *ref, const char *country, char currency[4]);

/* International destinations of the plans: those whose name begins with or holds text. */
struct destination {
	char code[3];
	char name[48];
};

int reference_destinations(
	struct reference *ref, const char *text, struct destination *out, int room);

#endif
