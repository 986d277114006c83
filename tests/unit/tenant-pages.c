/* Proves that pages of Microsoft Graph are taken as they come from the wire, whatever is missing,
 * null, unknown or said twice, and that answers which Graph cannot know stay. */
#include "core/tenant/address.h"
#include "core/tenant/number.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"
#include "core/tenant/reading.h"
#include "core/tenant/subscription.h"
#include "core/tenant/sync.h"
#include "tests/unit/tenant.h"

#define SUITE "f245ecc8-75af-4f8e-b61f-27d8114de5f3"
#define BUNDLE "ae2343d1-0999-43f6-ae18-d816516f6e78"
#define ACCOUNT "440eaaa8-b3e0-484b-a8be-62870b9ba70a"
#define CIVIC "2f0b7c31-8a14-4f0e-9c55-0a6d1b2c3d4e"
#define PLACE "7b9d9c0e-3a65-4b3e-8d0f-5f2b1c3d4e5f"
#define FLOOR "8c0e0d1f-4b76-4c4f-9e10-6a3c2d4e5f60"
#define TENANT "0d5c6f2e-7b6a-4a53-8f0d-7a0f6b1c2d3e"

typedef bool page_take(struct store *store, const char *json, size_t len, struct error *err);

#define STEPS 4

struct sequence {
	const char *name;
	const char *before; /* SQL */
	struct {
		page_take *take;
		const char *json; /* what stands in "value" */
	} pages[STEPS];
	const char *query, *want;
};

static void take(const char *name, page_take *take_page, const char *value)
{
	struct str json = { 0 };
	struct error err = { 0 };
	str_addf(&json, "{\"@odata.context\":\"x\",\"value\":%s}", value);
	if (!take_page(store, json.text, json.len, &err))
		fail_msg("%s: %s", name, err.text);
	str_fini(&json);
}

static void run(const struct sequence *rows_of, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct sequence *row = &rows_of[i];
		OK(store_begin(store, err));
		if (row->before)
			sql(row->before);
		for (int step = 0; step < STEPS && row->pages[step].take; step++)
			take(row->name, row->pages[step].take, row->pages[step].json);
		expect_text(row->name, rows(row->query), row->want);
		store_rollback(store);
	}
}

#define USER(members) "{\"id\":\"o1\",\"userPrincipalName\":\"ava@x.example\"" members "}"
#define HOLDS(sku) ",\"assignedLicenses\":[{\"skuId\":\"" sku "\",\"disabledPlans\":[]}]"
/* The sync that is under way brings only what changed. */
#define PARTIAL "INSERT INTO reading (page, begun_at, partial) VALUES ('people', 5, 1);"
#define READS_VOICE "INSERT INTO reading (page, begun_at) VALUES ('voice', 5);"

static void people_come_as_graph_has_them(void **state)
{
	static const struct sequence cases[] = {
		{ "every member", NULL,
			{ { person_page,
				"[" USER(
					",\"displayName\":\"Ava\",\"givenName\":\"Ava\",\"surname\":\"Li\",\"mail\":\"a@x\","
					"\"department\":\"Office\",\"jobTitle\":\"Boss\",\"officeLocation\":\"2F\","
					"\"streetAddress\":\"18 Alder Way\",\"city\":\"Olympia\",\"state\":\"WA\","
					"\"postalCode\":\"98501\",\"country\":\"United States\",\"usageLocation\":\"US\","
					"\"preferredLanguage\":\"en-US\",\"businessPhones\":[\"+1 425\"],"
					"\"accountEnabled\":true,\"userType\":\"Member\"") "]" } },
			"SELECT display_name, given_name, surname, mail, department, job_title, office, street,"
			" city, state, postal_code, country, usage_location_actual, language, phone, enabled, kind,"
			" mailbox, present FROM person",
			"Ava|Ava|Li|a@x|Office|Boss|2F|18 Alder Way|Olympia|WA|98501|United States|US|en-US|"
			"+1 425|1|member|unknown|1" },
		{ "nulls", NULL,
			{ { person_page,
				"[" USER(
					",\"displayName\":null,\"usageLocation\":null,\"businessPhones\":null,"
					"\"userType\":null,\"assignedLicenses\":null,\"accountEnabled\":null") "]" } },
			"SELECT display_name, usage_location_actual, phone, kind, enabled FROM person",
			"|-||member|1" },
		{ "one object in place of the array", NULL, { { person_page, USER("") } },
			"SELECT upn FROM person", "ava@x.example" },
		{ "what Graph cannot know stays",
			"INSERT INTO person (object_id, upn, mailbox, onprem_line, calls, notify) VALUES"
			" ('o1', 'ava@x.example', 'onprem', 'tel:+1', 1, 0)",
			{ { person_page, "[" USER(",\"displayName\":\"Ava\"") "]" } },
			"SELECT mailbox, onprem_line, calls, notify FROM person",
			"onprem|tel:+1|1|0" },
		{ "also of a row that came from a file",
			"INSERT INTO person (upn, mailbox) VALUES ('AVA@x.example', 'cloud')",
			{ { person_page, "[" USER("") "]" } },
			"SELECT object_id, upn, mailbox FROM person", "o1|ava@x.example|cloud" },
		{ "an account by its product", NULL,
			{ { person_page, "[" USER(HOLDS(ACCOUNT)) "]" } },
			"SELECT kind FROM person", "resource" },
		{ "an account by its plan", NULL,
			{ { person_page,
				"[" USER(
					",\"assignedPlans\":[{\"servicePlanId\":"
					"\"F47330E9-c134-43b3-9993-e7f004506889\",\"capabilityStatus\":\"Enabled\"}]") "]" } },
			"SELECT kind FROM person", "resource" },
		{ "a guest", NULL, { { person_page, "[" USER(",\"userType\":\"Guest\"") "]" } },
			"SELECT kind FROM person", "guest" },
		{ "the last of two entries of one person counts", NULL,
			{ { person_page,
				"[" USER(",\"displayName\":\"Old\"" HOLDS(BUNDLE)) "," USER(
					",\"displayName\":\"New\"" HOLDS(SUITE)) "]" } },
			"SELECT display_name, sku_id FROM person JOIN licence ON id = person_id",
			"New|" SUITE },
		{ "a licence of a group, and how it is", NULL,
			{ { person_page,
				"[" USER(HOLDS(
					SUITE) ",\"licenseAssignmentStates\":[{\"skuId\":\"" SUITE
					       "\",\"assignedByGroup\":\"g1\",\"state\":\"ActiveWithError\","
					       "\"error\":\"Other\"}]") "]" } },
			"SELECT by_group, state FROM licence", "1|ActiveWithError Other" },
		{ "a licence that is direct and of a group cannot be taken away", NULL,
			{ { person_page,
				"[" USER(HOLDS(
					SUITE) ",\"licenseAssignmentStates\":[{\"skuId\":\"" SUITE
					       "\",\"assignedByGroup\":\"g1\",\"state\":\"Active\",\"error\":\"None\"},"
					       "{\"skuId\":\"" SUITE
					       "\",\"assignedByGroup\":null,\"state\":\"Active\",\"error\":\"None\"}]") "]" } },
			"SELECT by_group, state FROM licence", "1|Active" },
		{ "a licence that failed is not held, and says why",
			"INSERT INTO subscription (sku_id, sku_part) VALUES ('" BUNDLE "', 'B');"
			"INSERT INTO person (id, object_id, upn) VALUES (1, 'o1', 'ava@x.example');"
			"INSERT INTO licence (person_id, sku_id, wanted) VALUES (1, '" BUNDLE
			"', 1)",
			{ { person_page,
				"[" USER(
					",\"assignedLicenses\":[],\"licenseAssignmentStates\":[{\"skuId\":\"" BUNDLE
					"\",\"assignedByGroup\":\"g1\",\"state\":\"Error\","
					"\"error\":\"CountViolation\"}]") "]" } },
			"SELECT wanted, actual, state FROM licence", "1|0|Error CountViolation" },
		{ "an effective plan, where nobody else says who is ready", NULL,
			{ { person_page,
				"[" USER(
					",\"assignedPlans\":[{\"servicePlanId\":"
					"\"4828c8ec-dc2e-4779-b502-87ac9ce28ab7\",\"capabilityStatus\":\"Enabled\"}]") "]" } },
			"SELECT voice FROM person", "1" },
		{ "and where somebody does", READS_VOICE,
			{ { person_page,
				"[" USER(
					",\"assignedPlans\":[{\"servicePlanId\":"
					"\"4828c8ec-dc2e-4779-b502-87ac9ce28ab7\",\"capabilityStatus\":\"Enabled\"}]") "]" } },
			"SELECT voice FROM person", "0" },
		{ "a plan that is suspended is not effective", NULL,
			{ { person_page,
				"[" USER(
					",\"assignedPlans\":[{\"servicePlanId\":"
					"\"4828c8ec-dc2e-4779-b502-87ac9ce28ab7\",\"capabilityStatus\":\"Suspended\"}]") "]" } },
			"SELECT voice FROM person", "0" },
	};

	(void)state;
	run(cases, COUNT_OF(cases));
}

#define WHOLE                                                                                       \
	"[" USER(                                                                                   \
		",\"displayName\":\"Ava\",\"department\":\"Office\",\"usageLocation\":\"US\","      \
		"\"accountEnabled\":false,\"userType\":\"Guest\",\"businessPhones\":[\"1\"]" HOLDS( \
			SUITE)) "]"

static void changes_leave_what_they_do_not_name(void **state)
{
	static const struct sequence cases[] = {
		{ "one member changed", PARTIAL,
			{ { person_page, WHOLE },
				{ person_page, "[{\"id\":\"o1\",\"department\":\"Bakery\"}]" } },
			"SELECT upn, display_name, department, usage_location_actual, enabled, kind, phone,"
			" (SELECT count(*) FROM licence) FROM person",
			"ava@x.example|Ava|Bakery|US|0|guest|1|1" },
		{ "null is a change", PARTIAL,
			{ { person_page, WHOLE },
				{ person_page,
					"[{\"id\":\"o1\",\"department\":null,\"usageLocation\":null}]" } },
			"SELECT display_name, department, usage_location_actual FROM person",
			"Ava||-" },
		{ "a whole reading leaves out what is empty", NULL,
			{ { person_page, WHOLE }, { person_page, "[" USER("") "]" } },
			"SELECT display_name, department, usage_location_actual, enabled, kind,"
			" (SELECT count(*) FROM licence) FROM person",
			"||-|1|member|0" },
		{ "licences that changed", PARTIAL,
			{ { person_page, WHOLE },
				{ person_page, "[{\"id\":\"o1\"" HOLDS(BUNDLE) "}]" } },
			"SELECT sku_id FROM licence", BUNDLE },
		{ "a stranger without a name is left out", PARTIAL,
			{ { person_page, "[{\"id\":\"o9\",\"department\":\"Office\"}]" } },
			"SELECT count(*) FROM person", "0" },
		{ "somebody removed", PARTIAL,
			{ { person_page, WHOLE },
				{ person_page,
					"[{\"id\":\"o1\",\"@removed\":{\"reason\":\"changed\"}}]" } },
			"SELECT upn, present, voice, (SELECT count(*) FROM licence) FROM person",
			"ava@x.example|0|0|0" },
		{ "removed, and back again on the same page", PARTIAL,
			{ { person_page, WHOLE },
				{ person_page,
					"[{\"id\":\"o1\",\"@removed\":{\"reason\":\"changed\"}}," USER(
						"") "]" } },
			"SELECT present FROM person", "1" },
		{ "removed who was never known", PARTIAL,
			{ { person_page,
				"[{\"id\":\"o7\",\"@removed\":{\"reason\":\"deleted\"}}]" } },
			"SELECT count(*) FROM person", "0" },
		{ "a wish of somebody removed stays",
			PARTIAL
			"INSERT INTO subscription (sku_id, sku_part) VALUES ('" BUNDLE "', 'B');"
			"INSERT INTO person (id, object_id, upn, present) VALUES (1, 'o1', 'ava@x.example', 1);"
			"INSERT INTO licence (person_id, sku_id, wanted) VALUES (1, '" BUNDLE
			"', 1)",
			{ { person_page,
				"[{\"id\":\"o1\",\"@removed\":{\"reason\":\"changed\"}}]" } },
			"SELECT present, (SELECT wanted FROM licence) FROM person", "0|1" },
		{ "a name that passed on from somebody removed", PARTIAL,
			{ { person_page, WHOLE },
				{ person_page,
					"[{\"id\":\"o2\",\"userPrincipalName\":\"ava@x.example\"},"
					"{\"id\":\"o1\",\"@removed\":{\"reason\":\"deleted\"}}]" } },
			"SELECT object_id, upn, present FROM person ORDER BY 1",
			"o1|o1|0;o2|ava@x.example|1" },
	};

	(void)state;
	run(cases, COUNT_OF(cases));
}

#define CONFIGURED(type, features) \
	"[{\"id\":\"o1\",\"accountType\":\"" type "\",\"featureTypes\":[" features "]}]"

static void who_is_ready_is_told_by_features(void **state)
{
	static const struct {
		const char *name, *page, *want; /* voice|kind */
	} cases[] = {
		{ "both", CONFIGURED("user", "\"Teams\",\"PhoneSystem\",\"CallingPlan\""),
			"1|member" },
		{ "in another spelling", CONFIGURED("user", "\"phonesystem\",\"CALLINGPLAN\""),
			"1|member" },
		{ "no plan", CONFIGURED("user", "\"PhoneSystem\""), "0|member" },
		{ "none", CONFIGURED("user", ""), "0|member" },
		{ "an account needs no plan", CONFIGURED("resourceAccount", "\"PhoneSystem\""),
			"1|resource" },
		{ "a kind that is not known",
			CONFIGURED("unknownFutureValue", "\"PhoneSystem\",\"CallingPlan\""),
			"0|member" },
		{ "features that are no list",
			"[{\"id\":\"o1\",\"accountType\":\"user\",\"featureTypes\":null}]",
			"0|member" },
		{ "one object",
			"{\"id\":\"o1\",\"accountType\":\"user\",\"featureTypes\":["
			"\"PhoneSystem\",\"CallingPlan\"]}",
			"1|member" },
		{ "a stranger", "[{\"id\":\"o2\",\"accountType\":\"user\"}]", "1|member" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		OK(store_begin(store, err));
		sql("INSERT INTO person (object_id, upn, present, voice) VALUES ('o1', 'a', 1, 1)");
		take(cases[i].name, voice_page, cases[i].page);
		expect_text(cases[i].name, rows("SELECT voice, kind FROM person"), cases[i].want);
		store_rollback(store);
	}
}

static void whom_no_page_calls_ready_is_not(void **state)
{
	(void)state;
	sql("INSERT INTO person (object_id, upn, present, voice) VALUES ('o1', 'a', 1, 1), ('o2', 'b', 1, 1)");
	OK(sync_begin(store, err));
	take("voice", voice_page, CONFIGURED("user", "\"PhoneSystem\",\"CallingPlan\""));
	OK(sync_end(store, SYNC_VOICE, 1, err));
	ROWS("SELECT object_id, voice, present FROM person ORDER BY 1", "o1|1|1;o2|0|1");
}

#define NUMBER(e164, members) \
	"{\"telephoneNumber\":\"" e164 "\",\"numberType\":\"callingPlan\"" members "}"
#define CAN(words) ",\"capabilities\":[" words "]"
#define IS_AT \
	",\"locationId\":\"" PLACE "\",\"civicAddressId\":\"" CIVIC "\",\"isoCountryCode\":\"US\""

static void numbers_come_as_graph_has_them(void **state)
{
	static const struct sequence cases[] = {
		{ "a user's", NULL,
			{ { number_page,
				"[" NUMBER("+12065550142",
					CAN("\"userAssignment\"") ",\"city\":\"Seattle\","
								  "\"isoCountryCode\":\"US\",\"activationState\":\"activated\"") "]" } },
			"SELECT kind, source, country, city, state, area_code, activation, used_by, owned_wanted FROM number",
			"user|plan|US|Seattle|WA|206|Activated||1" },
		{ "a mobile one", NULL,
			{ { number_page,
				"[" NUMBER("+12065550142", CAN("\"teamsPhoneMobile\"")) "]" } },
			"SELECT kind FROM number", "user" },
		{ "services pay by their first digits", NULL,
			{ { number_page,
				"[" NUMBER("+12065550142",
					CAN("\"conferenceAssignment\"")) "," NUMBER("+18885550142",
					CAN("\"voiceApplicationAssignment\"")) "," NUMBER("+448085550142",
					CAN("\"voiceApplicationAssignment\"")) "," NUMBER("+80012345678",
					CAN("\"conferenceAssignment\"")) "]" } },
			"SELECT e164, kind FROM number ORDER BY 1",
			"+12065550142|toll;+18885550142|tollfree;+448085550142|tollfree;+80012345678|tollfree" },
		{ "capabilities that are not known leave the kind",
			"INSERT INTO number (e164, kind, owned_actual) VALUES ('+12065550142', 'toll', 1)",
			{ { number_page,
				"[" NUMBER("+12065550142", CAN("\"unknownFutureValue\"")) "]" } },
			"SELECT kind FROM number", "toll" },
		{ "whose they are", NULL,
			{ { number_page,
				"[{\"telephoneNumber\":\"+12065550101\",\"numberType\":\"operatorConnect\"},"
				"{\"telephoneNumber\":\"+12065550102\",\"numberType\":\"directRouting\"},"
				"{\"telephoneNumber\":\"+12065550103\",\"numberType\":\"unknownFutureValue\"}," NUMBER(
					"+12065550104",
					",\"portInStatus\":\"completed\"") "," NUMBER("+12065550105",
					",\"portInStatus\":null") "]" } },
			"SELECT group_concat(source) FROM (SELECT source FROM number ORDER BY e164)",
			"carrier,carrier,carrier,ported,plan" },
		{ "what a person has",
			"INSERT INTO person (id, object_id, upn) VALUES (1, 'o1', 'a')",
			{ { number_page,
				"[" NUMBER("+12065550142",
					",\"assignmentTargetId\":\"o1\",\"assignmentStatus\":"
					"\"userAssigned\",\"assignmentCategory\":\"primary\"" IS_AT) "]" } },
			"SELECT number_actual, number_wanted, used_by, x.place_actual = n.place_actual"
			" FROM assignment x JOIN number n ON e164 = number_actual",
			"+12065550142|+12065550142||1" },
		{ "a private line is nobody's here, and not free",
			"INSERT INTO person (id, object_id, upn) VALUES (1, 'o1', 'a')",
			{ { number_page,
				"[" NUMBER("+12065550142",
					",\"assignmentTargetId\":\"o1\",\"assignmentStatus\":"
					"\"userAssigned\",\"assignmentCategory\":\"private\"") "]" } },
			"SELECT used_by, (SELECT count(*) FROM assignment) FROM number",
			"private|0" },
		{ "what a bridge has is not free", NULL,
			{ { number_page,
				"[" NUMBER("+12065550142",
					",\"assignmentStatus\":\"conferenceAssigned\"") "]" } },
			"SELECT used_by FROM number", "conferenceAssigned" },
		{ "what a stranger has is not free", NULL,
			{ { number_page,
				"[" NUMBER("+12065550142",
					",\"assignmentTargetId\":\"o9\",\"assignmentStatus\":"
					"\"userAssigned\"") "]" } },
			"SELECT used_by FROM number", "userAssigned" },
		{ "and is, when it was given back", NULL,
			{ { number_page,
				  "[" NUMBER("+12065550142",
					  ",\"assignmentStatus\":\"conferenceAssigned\"") "]" },
				{ number_page,
					"[" NUMBER("+12065550142",
						",\"assignmentStatus\":\"unassigned\"") "]" } },
			"SELECT used_by FROM number", "" },
		{ "what Graph cannot know stays",
			"INSERT INTO number (e164, owned_actual, owned_wanted, usable_at, blocked_until, source)"
			" VALUES ('+12065550142', 1, 1, 7, 9, 'ported')",
			{ { number_page,
				"[" NUMBER("+12065550142", ",\"portInStatus\":null") "]" } },
			"SELECT usable_at, blocked_until, source FROM number", "7|9|ported" },
		{ "one object", NULL, { { number_page, NUMBER("+12065550142", "") } },
			"SELECT e164 FROM number", "+12065550142" },
		{ "what is no number", NULL,
			{ { number_page, "[" NUMBER("sip:a@b", "") "," NUMBER(
						 "", "") ",{\"numberType\":\"callingPlan\"}]" } },
			"SELECT count(*) FROM number", "0" },
	};

	(void)state;
	run(cases, COUNT_OF(cases));
}

#define ADDRESSES                                                                               \
	"[{\"civicAddressId\":\"" CIVIC                                                         \
	"\",\"description\":\"hq\",\"validationStatus\":\"Valid\","                             \
	"\"city\":\"Olympia\",\"locations\":[{\"locationId\":\"" PLACE "\",\"location\":\"\"}," \
	"{\"locationId\":\"" FLOOR "\",\"location\":\"Floor 2\"}]}]"
#define ON_FLOOR(civic) \
	",\"locationId\":\"" FLOOR "\",\"civicAddressId\":" civic ",\"isoCountryCode\":\"US\""
#define PLACES                                                                                     \
	"SELECT a.name, a.actual, p.name, p.location_id IS NOT NULL, count(n.e164) FROM address a" \
	" JOIN place p ON p.address_id = a.id LEFT JOIN number n ON n.place_actual = p.id"         \
	" GROUP BY p.id ORDER BY a.name, p.name"

static void a_location_that_was_not_read_is_kept_until_it_is(void **state)
{
	static const struct sequence cases[] = {
		{ "by its id", NULL, { { number_page, "[" NUMBER("+12065550142", IS_AT) "]" } },
			PLACES, "address 2f0b7c31|Valid||1|1" },
		{ "it is nothing to do", NULL,
			{ { number_page, "[" NUMBER("+12065550142", IS_AT) "]" } },
			"SELECT count(*) FROM change", "0" },
		{ "two of one address", NULL,
			{ { number_page, "[" NUMBER("+12065550142", IS_AT) "," NUMBER(
						 "+12065550143", ON_FLOOR("\"" CIVIC "\"")) "]" } },
			PLACES,
			"address 2f0b7c31|Valid||1|1;address 2f0b7c31|Valid|location " FLOOR
			"|1|1" },
		{ "then by its name", NULL,
			{ { number_page, "[" NUMBER("+12065550142", IS_AT) "]" },
				{ address_page, ADDRESSES } },
			PLACES, "hq|Valid||1|1;hq|Valid|Floor 2|1|0" },
		{ "also where the first was not the default one", NULL,
			{ { number_page,
				  "[" NUMBER("+12065550143", ON_FLOOR("\"" CIVIC "\"")) "]" },
				{ address_page, ADDRESSES } },
			PLACES, "hq|Valid||1|0;hq|Valid|Floor 2|1|1" },
		{ "also where only the location was known", NULL,
			{ { number_page, "[" NUMBER("+12065550143", ON_FLOOR("null")) "]" },
				{ address_page, ADDRESSES } },
			PLACES, "hq|Valid||1|0;hq|Valid|Floor 2|1|1" },
		{ "a new place of a known address", NULL,
			{ { address_page,
				  "[{\"civicAddressId\":\"" CIVIC "\",\"description\":\"hq\","
				  "\"validationStatus\":\"Valid\",\"locations\":[{\"locationId\":\"" PLACE
				  "\",\"location\":\"\"}]}]" },
				{ number_page,
					"[" NUMBER("+12065550143", ON_FLOOR("\"" CIVIC "\"")) "]" },
				{ address_page, ADDRESSES } },
			PLACES, "hq|Valid||1|0;hq|Valid|Floor 2|1|1" },
		{ "twice is once", NULL,
			{ { number_page, "[" NUMBER("+12065550142", IS_AT) "]" },
				{ number_page, "[" NUMBER("+12065550142", IS_AT) "]" } },
			PLACES, "address 2f0b7c31|Valid||1|1" },
		{ "an id of zeros is none", NULL,
			{ { number_page,
				"[" NUMBER("+12065550142",
					",\"locationId\":\"00000000-0000-0000-0000-000000000000\",\"isoCountryCode\":\"US\"") "]" } },
			"SELECT count(*), (SELECT count(*) FROM address) FROM number WHERE place_actual IS NULL",
			"1|0" },
	};

	(void)state;
	run(cases, COUNT_OF(cases));
}

static void seats_count_where_they_can_be_used(void **state)
{
#define SKU(state)                                                                     \
	"[{\"skuId\":\"" SUITE                                                         \
	"\",\"skuPartNumber\":\"O365_BUSINESS_PREMIUM\",\"capabilityStatus\":\"" state \
	"\",\"consumedUnits\":3,\"prepaidUnits\":{\"enabled\":4,\"warning\":1,\"suspended\":9}}]"
	static const struct sequence cases[] = {
		{ "enabled", NULL, { { subscription_page, SKU("Enabled") } },
			"SELECT seats_actual, used_actual, state FROM subscription",
			"5|3|Enabled" },
		{ "in grace", NULL, { { subscription_page, SKU("Warning") } },
			"SELECT seats_actual, state FROM subscription", "5|Warning" },
		{ "suspended", NULL, { { subscription_page, SKU("Suspended") } },
			"SELECT seats_actual, state FROM subscription", "0|Suspended" },
		{ "in a state that is not known", NULL,
			{ { subscription_page, SKU("unknownFutureValue") } },
			"SELECT seats_actual, state FROM subscription", "5|unknownFutureValue" },
		{ "the suite that people have is the organization's", NULL,
			{ { subscription_page, SKU("Enabled") } }, "SELECT plan FROM organization",
			"O365_BUSINESS_PREMIUM" },
		{ "unless somebody said otherwise", "UPDATE organization SET plan = 'SPB'",
			{ { subscription_page, SKU("Enabled") } }, "SELECT plan FROM organization",
			"SPB" },
	};

	(void)state;
	run(cases, COUNT_OF(cases));
}

#define ORGANIZATION                                                                            \
	"[{\"id\":\"" TENANT "\",\"displayName\":\"Fourth Pine\",\"countryLetterCode\":\"US\"," \
	"\"tenantType\":\"AAD\",\"onPremisesSyncEnabled\":null,\"verifiedDomains\":["           \
	"{\"name\":\"x.onmicrosoft.com\",\"isDefault\":false,\"isInitial\":true},"              \
	"{\"name\":\"x.example\",\"isDefault\":true,\"isInitial\":false}]}]"

static void the_organization_keeps_its_answers(void **state)
{
	static const struct sequence cases[] = {
		{ "what Graph knows", NULL, { { organization_page, ORGANIZATION } },
			"SELECT name, country, tenant, currency, verified FROM organization",
			"Fourth Pine|US|" TENANT "|USD|no" },
		{ "what it cannot know stays",
			"UPDATE organization SET verified = 'yes', verified_on = 5, bought_from = 'partner',"
			" currency = 'EUR', country = 'FR', name = 'Ours'",
			{ { organization_page, ORGANIZATION } },
			"SELECT name, country, currency, verified, verified_on, bought_from FROM organization",
			"Ours|FR|EUR|yes|5|partner" },
		{ "a domain becomes the id", "UPDATE organization SET tenant = 'x.example'",
			{ { organization_page, ORGANIZATION } }, "SELECT tenant FROM organization",
			TENANT },
		{ "without an id the default domain", NULL,
			{ { organization_page,
				"[{\"verifiedDomains\":[{\"name\":\"x.onmicrosoft.com\",\"isInitial\":true},"
				"{\"name\":\"x.example\",\"isDefault\":true}]}]" } },
			"SELECT tenant FROM organization", "x.example" },
	};
	struct error err = { 0 };

	(void)state;
	run(cases, COUNT_OF(cases));
	sql("UPDATE organization SET tenant = '11111111-2222-4333-8444-555555555555'");
	if (organization_page(store, "{\"value\":" ORGANIZATION "}",
		    strlen("{\"value\":" ORGANIZATION "}"), &err))
		fail_msg("another tenant was taken");
	expect_number("code", err.code, ERROR_REFUSED);
	ROWS("SELECT name FROM organization", "");
}

static void what_moved_under_a_wish_is_a_conflict(void **state)
{
	static const struct sequence cases[] = {
		{ "a usage location",
			"INSERT INTO person (id, object_id, upn, usage_location_wanted, usage_location_actual,"
			" usage_location_base) VALUES (1, 'o1', 'ava@x.example', 'US', 'US', 'US');"
			"UPDATE person SET usage_location_wanted = 'CA'",
			{ { person_page, "[" USER(",\"usageLocation\":\"FR\"") "]" } },
			"SELECT kind, conflict FROM change", "usage_location|1" },
		{ "a number",
			"INSERT INTO person (id, object_id, upn, notify) VALUES (1, 'o1', 'ava@x.example', 0);"
			"INSERT INTO number (e164, owned_wanted, owned_actual) VALUES ('+12065550142', 1, 1), ('+12065550143', 1, 1);"
			"INSERT INTO assignment (person_id) VALUES (1);"
			"UPDATE assignment SET number_wanted = '+12065550143'",
			{ { number_page,
				"[" NUMBER("+12065550142",
					",\"assignmentTargetId\":\"o1\",\"assignmentStatus\":"
					"\"userAssigned\"") "]" } },
			"SELECT kind, conflict FROM change", "assign|1" },
		{ "what moved to the wish is done",
			"INSERT INTO person (id, object_id, upn, usage_location_wanted, usage_location_actual,"
			" usage_location_base) VALUES (1, 'o1', 'ava@x.example', 'US', 'US', 'US');"
			"UPDATE person SET usage_location_wanted = 'CA'",
			{ { person_page, "[" USER(",\"usageLocation\":\"CA\"") "]" } },
			"SELECT count(*) FROM change", "0" },
	};

	(void)state;
	run(cases, COUNT_OF(cases));
}

/* ---- how far it came ---- */

static void a_reading_goes_on_where_it_was(void **state)
{
	struct reading reading;
	bool goes_on = true;

	(void)state;
	OK(reading_goes_on(store, 0, 100, &goes_on, err));
	assert_false(goes_on);
	OK(reading_begin(store, "people", 50, 0, err));
	OK(reading_put(store, "people", 999, "page 2", NULL, err));
	OK(reading_goes_on(store, 10, 100, &goes_on, err));
	assert_true(goes_on);
	OK(reading_goes_on(store, 60, 100, &goes_on, err)); /* too long ago */
	assert_false(goes_on);
	OK(reading_get(store, "people", &reading, err));
	assert_true(reading.under_way && !reading.read && !reading.partial);
	assert_int_equal(reading.entries, 999);
	expect_text("where", str_text(&reading.goes_on), "page 2");
	str_fini(&reading.goes_on);
	OK(reading_put(store, "people", 1500, NULL, "delta 1", err));
	OK(reading_get(store, "people", &reading, err));
	assert_true(reading.read);
	str_fini(&reading.goes_on);
}

static void changes_are_asked_for_after_a_whole_sync_only(void **state)
{
	static const struct {
		const char *name;
		bool ended;
		int64_t since;
		const char *want; /* partial|goes_on */
	} cases[] = {
		{ "a sync that ended", true, 10, "1|delta 1" },
		{ "long ago", true, 60, "0|" },
		{ "one that did not end", false, 10, "0|" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		sql("DELETE FROM reading");
		OK(reading_begin(store, "people", 50, 0, err));
		OK(reading_put(store, "people", 1, NULL, "delta 1", err));
		if (cases[i].ended)
			OK(sync_end(store, SYNC_WHOLE, 51, err));
		OK(reading_begin(store, "people", 70, cases[i].since, err));
		expect_text(
			cases[i].name, rows("SELECT partial, goes_on FROM reading"), cases[i].want);
	}
	OK(reading_again(store, "people", "person", err));
	ROWS("SELECT partial, goes_on, delta FROM reading", "0||");
}

static void a_change_that_was_done_ends_what_could_go_on(void **state)
{
	bool goes_on = true;

	(void)state;
	OK(reading_begin(store, "people", 50, 0, err));
	sql("INSERT INTO run (id, started_at) VALUES (1, 1);"
	    "INSERT INTO journal (run_id, kind, key, state, request_id, intent_at)"
	    " VALUES (1, 'licence', 'licence:1', 'sent', 'x', 1)");
	OK(reading_goes_on(store, 0, 100, &goes_on, err));
	assert_true(goes_on);
	sql("UPDATE journal SET state = 'done'");
	OK(reading_goes_on(store, 0, 100, &goes_on, err));
	assert_false(goes_on);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TENANT_TEST(people_come_as_graph_has_them),
		TENANT_TEST(changes_leave_what_they_do_not_name),
		TENANT_TEST(who_is_ready_is_told_by_features),
		TENANT_TEST(whom_no_page_calls_ready_is_not),
		TENANT_TEST(numbers_come_as_graph_has_them),
		TENANT_TEST(a_location_that_was_not_read_is_kept_until_it_is),
		TENANT_TEST(seats_count_where_they_can_be_used),
		TENANT_TEST(the_organization_keeps_its_answers),
		TENANT_TEST(what_moved_under_a_wish_is_a_conflict),
		TENANT_TEST(a_reading_goes_on_where_it_was),
		TENANT_TEST(changes_are_asked_for_after_a_whole_sync_only),
		TENANT_TEST(a_change_that_was_done_ends_what_could_go_on),
	};

	return cmocka_run_group_tests_name("tenant-pages", tests, NULL, NULL);
}
