/* Proves that each change asks Graph for what is wanted and for nothing else: it reads before it
 * writes, sends nothing twice that was lost, takes somebody else's change for a conflict, and says
 * after a lost answer what the tenant has. */
#include "core/base/clock.h"
#include "tests/unit/graph-rig.h"

#define INES "6e0f2a10-1c7b-4f55-9a51-2f6a2f0c9d01"
#define OTHER "7e0f2a10-1c7b-4f55-9a51-2f6a2f0c9d02"
#define PHONE "e43b5b99-8dfb-405f-9987-dc307f34bcbd"
#define PLAN "47794cd0-f0e5-45c5-9033-2eb6b5fc84e0"
#define ID "11111111-2222-4333-8444-555555555555"
#define PLACE "7b9d9c0e-3a65-4b3e-8d0f-5f2b1c3d4e5f"
#define PLACE_2 "8b9d9c0e-3a65-4b3e-8d0f-5f2b1c3d4e5f"
#define NUMBER "+12065550142"

#define NUMBERS "/v1.0/admin/teams/telephoneNumberManagement/numberAssignments"
#define READ "GET " NUMBERS "?$filter=telephoneNumber%20eq%20'%2B12065550142' "
#define THEIRS "GET " NUMBERS "?$filter=assignmentTargetId%20eq%20'" INES "' "
#define ASSIGN "POST " NUMBERS "/assignNumber "
#define UNASSIGN "POST " NUMBERS "/unassignNumber "
#define UPDATE "POST " NUMBERS "/updateNumber "
#define PERSON "GET /v1.0/admin/teams/userConfigurations/" INES " "
#define OPERATION "GET /v1.0/admin/teams/telephoneNumberManagement/operations('7') "
#define USER "GET /v1.0/users/" INES
#define PATCH "PATCH /v1.0/users/" INES " "
#define LICENSE "POST /v1.0/users/" INES "/assignLicense "

#define OK(body) "200 OK\r\n\r\n" body
#define STATE(target, place, activation)                                                     \
	OK("{\"value\":[{\"telephoneNumber\":\"" NUMBER "\",\"numberType\":\"callingPlan\"," \
	   "\"capabilities\":[\"userAssignment\"],\"assignmentTargetId\":" target            \
	   ",\"locationId\":" place ",\"activationState\":\"" activation "\"}]}")
#define FREE STATE("null", "null", "activated")
#define HIS(place) STATE("\"" INES "\"", place, "activated")
#define ACCEPTED                                                                              \
	"202 Accepted\r\nLocation: " BASE_HERE "/v1.0/admin/teams/telephoneNumberManagement/" \
	"operations('7')\r\n\r\n"
#define READY                                                                           \
	OK("{\"id\":\"" INES "\",\"accountType\":\"user\",\"featureTypes\":[\"Teams\"," \
	   "\"PhoneSystem\",\"CallingPlan\"],\"telephoneNumbers\":[]}")
#define FAULT(text) "{\"error\":{\"code\":\"BadRequest\",\"message\":\"" text "\"}}"

enum what { SUBMIT, ASK };

struct row {
	const char *name;
	enum what what;
	struct service_request request;
	struct exchange script[EXCHANGES];
	enum service_state state;
	enum cause cause;
	int64_t after;
	const char *sent[3]; /* parts of what the server got */
	const char *not_sent;
};

static void reply_of(
	struct rig *rig, const struct row *row, struct service_reply *reply, struct error *err)
{
	*reply = (struct service_reply){ 0 };
	bool (*call)(struct service *, const struct service_request *, struct service_reply *,
		struct error *) = row->what == ASK ? graph_ask : graph_submit;
	assert_true(call(&rig->graph.service, &row->request, reply, err));
	rig_land(rig, reply);
}

static void row_run(
	const struct row *row, const struct graph_options *options, struct service_reply *reply)
{
	struct rig rig;
	struct error err = { 0 };
	rig_start(&rig, row->script, options);
	reply_of(&rig, row, reply, &err);
	rig_stop(&rig);
	expect_number(row->name, reply->state, row->state);
	expect_text(row->name, cause_word(reply->cause), cause_word(row->cause));
	expect_number(row->name, reply->after, row->after);
	for (size_t i = 0; i < COUNT_OF(row->sent) && row->sent[i]; i++)
		expect_part(row->name, rig.heard, row->sent[i]);
	if (row->not_sent && strstr(rig.heard, row->not_sent))
		fail_msg("%s: sent \"%s\"", row->name, rig.heard);
	if (strstr(rig.heard, "UNEXPECTED"))
		fail_msg("%s: asked for what it need not: \"%s\"", row->name, rig.heard);
	service_reply_fini(reply);
}

static void rows_run(const struct row *rows, size_t count, const struct graph_options *options)
{
	for (size_t i = 0; i < count; i++) {
		struct service_reply reply;
		row_run(&rows[i], options, &reply);
	}
}

#define USAGE                                                                        \
	{                                                                            \
		.kind = "usage_location", .object_id = INES, .usage_location = "US", \
		.request_id = ID                                                     \
	}

static void a_usage_location_is_set_once(void **state)
{
	static const struct row rows[] = {
		{ "set", SUBMIT, USAGE, { { PATCH, "204 No Content\r\n\r\n" } }, SERVICE_DONE,
			CAUSE_NONE, 0, { "{\"usageLocation\":\"US\"}", "client-request-id: " ID },
			NULL },
		{ "refused by a role", SUBMIT, USAGE,
			{ { PATCH, "403 No\r\n\r\n" FAULT("Insufficient privileges.") } },
			SERVICE_FAILED, CAUSE_RIGHTS_LICENCES, 0, { NULL }, NULL },
		{ "a new person", SUBMIT, USAGE,
			{ { PATCH,
				"404 Not Found\r\n\r\n{\"error\":{\"code\":\"Request_ResourceNotFound\"}}" } },
			SERVICE_FAILED, CAUSE_PERSON_MISSING, 300, { NULL }, NULL },
		{ "the answer is lost", SUBMIT, USAGE, { { PATCH, NULL } }, SERVICE_DOUBT,
			CAUSE_NETWORK, 0, { NULL }, NULL },
		{ "passing trouble", SUBMIT, USAGE,
			{ { PATCH, "503 Busy\r\nRetry-After: 1.5\r\n\r\n{}" } }, SERVICE_RETRY,
			CAUSE_UNAVAILABLE, 2, { NULL }, NULL },
		{ "slowed down", SUBMIT, USAGE,
			{ { PATCH, "429 Slow\r\nRetry-After: 2.128\r\n\r\n{}" } }, SERVICE_RETRY,
			CAUSE_THROTTLED, 3, { NULL }, NULL },
		{ "a success in another language", SUBMIT, USAGE,
			{ { PATCH, "200 OK\r\n\r\n<html>Welcome</html>" } }, SERVICE_DOUBT,
			CAUSE_NETWORK, 0, { NULL }, NULL },
		{ "asked: it is there", ASK, USAGE, { { USER, OK("{\"usageLocation\":\"US\"}") } },
			SERVICE_DONE, CAUSE_NONE, 0, { NULL }, "PATCH" },
		{ "asked: another is there", ASK, USAGE,
			{ { USER, OK("{\"usageLocation\":\"DE\"}") } }, SERVICE_FAILED,
			CAUSE_NOT_DONE, 0, { NULL }, "PATCH" },
		{ "asked: no such person", ASK, USAGE, { { USER, "404 No\r\n\r\n{}" } },
			SERVICE_FAILED, CAUSE_NOT_DONE, 0, { NULL }, "PATCH" },
		{ "asked: cut short", ASK, USAGE, { { USER, "200 OK\r\n\r\n{\"usageLo" } },
			SERVICE_RETRY, CAUSE_NETWORK, 0, { NULL }, "PATCH" },
		{ "an id that is none", SUBMIT,
			{ .kind = "usage_location", .object_id = "../x", .usage_location = "US" },
			{ { NULL, NULL } }, SERVICE_FAILED, CAUSE_UNKNOWN, 0, { NULL }, "PATCH" },
		{ "no id yet", SUBMIT, { .kind = "usage_location", .usage_location = "US" },
			{ { NULL, NULL } }, SERVICE_FAILED, CAUSE_UNKNOWN, 0, { NULL }, "PATCH" },
	};
	(void)state;
	rows_run(rows, COUNT_OF(rows), NULL);
}

#define LICENCE(adds, removals)                                                           \
	{                                                                                 \
		.kind = "licence", .object_id = INES, .request_id = ID, .add_skus = adds, \
		.remove_skus = removals                                                   \
	}
#define BARE OK("{\"usageLocation\":\"US\",\"assignedLicenses\":[],\"licenseAssignmentStates\":[]}")
#define WITH(sku, disabled, group, standing)                                                    \
	OK("{\"usageLocation\":\"US\",\"assignedLicenses\":[{\"skuId\":\"" sku                  \
	   "\",\"disabledPlans\":" disabled "}],\"licenseAssignmentStates\":[{\"skuId\":\"" sku \
	   "\",\"assignedByGroup\":" group ",\"state\":\"" standing "\"}]}")

static void licences_change_in_one_call_a_person(void **state)
{
	static const struct row rows[] = {
		{ "two at once, in their order", SUBMIT, LICENCE(PHONE "," PLAN, NULL),
			{ { USER, BARE }, { LICENSE, OK("{}") } }, SERVICE_DONE, CAUSE_NONE, 0,
			{ "{\"addLicenses\":[{\"skuId\":\"" PHONE
			  "\",\"disabledPlans\":[]},{\"skuId\":\"" PLAN
			  "\",\"disabledPlans\":[]}],\"removeLicenses\":[]}",
				"client-request-id: " ID },
			NULL },
		{ "accepted is enough", SUBMIT, LICENCE(PHONE, NULL),
			{ { USER, BARE }, { LICENSE, "202 Accepted\r\n\r\n" } }, SERVICE_DONE,
			CAUSE_NONE, 0, { NULL }, NULL },
		{ "a swap", SUBMIT, LICENCE(PLAN, PHONE),
			{ { USER, WITH(PHONE, "[]", "null", "Active") }, { LICENSE, OK("{}") } },
			SERVICE_DONE, CAUSE_NONE, 0, { "\"removeLicenses\":[\"" PHONE "\"]" },
			NULL },
		{ "what works is left alone", SUBMIT, LICENCE(PHONE "," PLAN, NULL),
			{ { USER, WITH(PHONE, "[\"x\"]", "null", "Active") },
				{ LICENSE, OK("{}") } },
			SERVICE_DONE, CAUSE_NONE, 0,
			{ "{\"addLicenses\":[{\"skuId\":\"" PLAN "\"" }, NULL },
		{ "what is broken keeps its disabled plans", SUBMIT, LICENCE(PHONE, NULL),
			{ { USER, WITH(PHONE, "[\"" PLAN "\"]", "null", "Error") },
				{ LICENSE, OK("{}") } },
			SERVICE_DONE, CAUSE_NONE, 0,
			{ "\"skuId\":\"" PHONE "\",\"disabledPlans\":[\"" PLAN "\"]" }, NULL },
		{ "all is there already", SUBMIT, LICENCE(PHONE, PLAN),
			{ { USER, WITH(PHONE, "[]", "null", "Active") } }, SERVICE_DONE, CAUSE_NONE,
			0, { NULL }, "assignLicense" },
		{ "a group gave it", SUBMIT, LICENCE(NULL, PHONE),
			{ { USER, WITH(PHONE, "[]", "\"" OTHER "\"", "Active") } }, SERVICE_FAILED,
			CAUSE_GROUP_LICENCE, 0, { NULL }, "assignLicense" },
		{ "no seats", SUBMIT, LICENCE(PHONE, NULL),
			{ { USER, BARE },
				{ LICENSE, "400 Bad\r\n\r\n" FAULT(
						   "x does not have any available licenses.") } },
			SERVICE_FAILED, CAUSE_NO_SEATS, 0, { NULL }, NULL },
		{ "a usage location that was just set", SUBMIT, LICENCE(PHONE, NULL),
			{ { USER, BARE },
				{ LICENSE,
					"400 Bad\r\n\r\n" FAULT(
						"cannot be done for user with invalid usage location.") } },
			SERVICE_RETRY, CAUSE_NO_USAGE_LOCATION, 10, { NULL }, NULL },
		{ "no usage location", SUBMIT, LICENCE(PHONE, NULL),
			{ { USER, OK("{\"usageLocation\":null,\"assignedLicenses\":[]}") },
				{ LICENSE,
					"400 Bad\r\n\r\n" FAULT(
						"cannot be done for user with invalid usage location.") } },
			SERVICE_FAILED, CAUSE_NO_USAGE_LOCATION, 0, { NULL }, NULL },
		{ "the answer is lost", SUBMIT, LICENCE(PHONE, NULL),
			{ { USER, BARE }, { LICENSE, NULL } }, SERVICE_DOUBT, CAUSE_NETWORK, 0,
			{ NULL }, NULL },
		{ "the reading is lost", SUBMIT, LICENCE(PHONE, NULL), { { USER, NULL } },
			SERVICE_RETRY, CAUSE_NETWORK, 0, { NULL }, "assignLicense" },
		{ "asked: all of it", ASK, LICENCE(PHONE, PLAN),
			{ { USER, WITH(PHONE, "[]", "null", "Active") } }, SERVICE_DONE, CAUSE_NONE,
			0, { NULL }, "assignLicense" },
		{ "asked: half of it", ASK, LICENCE(PHONE "," PLAN, NULL),
			{ { USER, WITH(PHONE, "[]", "null", "Active") } }, SERVICE_FAILED,
			CAUSE_NOT_DONE, 0, { NULL }, "assignLicense" },
		{ "asked: it is there, and broken", ASK, LICENCE(PHONE, NULL),
			{ { USER, WITH(PHONE, "[]", "null", "ActiveWithError") } }, SERVICE_FAILED,
			CAUSE_NOT_DONE, 0, { NULL }, "assignLicense" },
		{ "asked: not taken away", ASK, LICENCE(NULL, PHONE),
			{ { USER, WITH(PHONE, "[]", "null", "Active") } }, SERVICE_FAILED,
			CAUSE_NOT_DONE, 0, { NULL }, "assignLicense" },
	};
	(void)state;
	rows_run(rows, COUNT_OF(rows), NULL);
}

#define GIVE(place)                                                                      \
	{                                                                                \
		.kind = "assign", .object_id = INES, .request_id = ID, .number = NUMBER, \
		.number_kind = "user", .location_id = place                              \
	}

static void a_number_is_given_to_who_is_ready(void **state)
{
	static const struct row rows[] = {
		{ "with its place", SUBMIT, GIVE(PLACE),
			{ { READ, FREE }, { PERSON, READY }, { ASSIGN, ACCEPTED } },
			SERVICE_PENDING, CAUSE_NONE, 2,
			{ "{\"telephoneNumber\":\"" NUMBER "\",\"assignmentTargetId\":\"" INES
			  "\",\"numberType\":\"callingPlan\",\"assignmentCategory\":\"primary\","
			  "\"locationId\":\"" PLACE "\"}",
				"client-request-id: " ID },
			NULL },
		{ "the number has its place", SUBMIT, GIVE(PLACE),
			{ { READ, STATE("null", "\"" PLACE "\"", "activated") }, { PERSON, READY },
				{ ASSIGN, ACCEPTED } },
			SERVICE_PENDING, CAUSE_NONE, 2, { NULL }, "locationId" },
		{ "the number has the place of who had it before", SUBMIT, GIVE(PLACE),
			{ { READ, STATE("null", "\"" PLACE_2 "\"", "activated") },
				{ PERSON, READY }, { ASSIGN, ACCEPTED } },
			SERVICE_PENDING, CAUSE_NONE, 2, { "\"locationId\":\"" PLACE "\"" }, NULL },
		{ "a page with one object", SUBMIT, GIVE(NULL),
			{ { READ, OK("{\"value\":{\"telephoneNumber\":\"" NUMBER
				     "\",\"numberType\":\"operatorConnect\"}}") },
				{ PERSON, OK("{\"value\":{\"featureTypes\":[\"phoneSystem\"]}}") },
				{ ASSIGN, ACCEPTED } },
			SERVICE_PENDING, CAUSE_NONE, 2, { "\"numberType\":\"operatorConnect\"" },
			NULL },
		{ "it is his already", SUBMIT, GIVE(PLACE), { { READ, HIS("\"" PLACE "\"") } },
			SERVICE_DONE, CAUSE_NONE, 0, { NULL }, "POST" },
		{ "it is his, elsewhere", SUBMIT, GIVE(PLACE),
			{ { READ, HIS("\"" PLACE_2 "\"") }, { UPDATE, "200 OK\r\n\r\n" } },
			SERVICE_DONE, CAUSE_NONE, 0,
			{ "{\"telephoneNumber\":\"" NUMBER "\",\"locationId\":\"" PLACE "\"}" },
			"assignNumber" },
		{ "it is becoming his", SUBMIT, GIVE(NULL),
			{ { READ, STATE("\"" INES "\"", "null", "assignmentPending") } },
			SERVICE_PENDING, CAUSE_NONE, 2, { NULL }, "POST" },
		{ "somebody else has it", SUBMIT, GIVE(NULL),
			{ { READ, STATE("\"" OTHER "\"", "null", "activated") } }, SERVICE_FAILED,
			CAUSE_NUMBER_TAKEN, 0, { NULL }, "POST" },
		{ "the tenant does not show it yet", SUBMIT, GIVE(NULL),
			{ { READ, OK("{\"value\":[]}") } }, SERVICE_FAILED, CAUSE_NUMBER_NOT_READY,
			900, { NULL }, "POST" },
		{ "a service number", SUBMIT, GIVE(NULL),
			{ { READ, OK("{\"value\":[{\"telephoneNumber\":\"" NUMBER
				     "\",\"capabilities\":[\"voiceApplicationAssignment\"]}]}") } },
			SERVICE_FAILED, CAUSE_NUMBER_KIND, 0, { NULL }, "POST" },
		{ "the licence is not effective", SUBMIT, GIVE(NULL),
			{ { READ, FREE },
				{ PERSON,
					OK("{\"accountType\":\"user\",\"featureTypes\":[\"Teams\"]}") } },
			SERVICE_FAILED, CAUSE_NO_PHONE_LICENCE, 300, { NULL }, "POST" },
		{ "the plan is not effective", SUBMIT, GIVE(NULL),
			{ { READ, FREE },
				{ PERSON, OK("{\"featureTypes\":[\"Teams\",\"PhoneSystem\"]}") } },
			SERVICE_FAILED, CAUSE_NO_PHONE_LICENCE, 300, { NULL }, "POST" },
		{ "no feature at all", SUBMIT, GIVE(NULL),
			{ { READ, FREE }, { PERSON, OK("{\"featureTypes\":[]}") } }, SERVICE_FAILED,
			CAUSE_NO_PHONE_LICENCE, 300, { NULL }, "POST" },
		{ "Teams does not know the person", SUBMIT, GIVE(NULL),
			{ { READ, FREE }, { PERSON, "404 No\r\n\r\n{}" } }, SERVICE_FAILED,
			CAUSE_NO_PHONE_LICENCE, 300, { NULL }, "POST" },
		{ "the person has another number", SUBMIT, GIVE(NULL),
			{ { READ, FREE },
				{ PERSON,
					OK("{\"featureTypes\":[\"PhoneSystem\",\"CallingPlan\"],"
					   "\"telephoneNumbers\":[{\"telephoneNumber\":\"+12065550177\"}]}") },
				{ THEIRS, OK("{\"value\":[{\"telephoneNumber\":\"+12065550177\","
					     "\"assignmentTargetId\":\"" INES
					     "\",\"assignmentCategory\":\"primary\"}]}") } },
			SERVICE_FAILED, CAUSE_MOVED, 0, { NULL }, "POST" },
		{ "the person's earlier number shows a little longer", SUBMIT, GIVE(NULL),
			{ { READ, FREE },
				{ PERSON,
					OK("{\"featureTypes\":[\"PhoneSystem\",\"CallingPlan\"],"
					   "\"telephoneNumbers\":[{\"telephoneNumber\":\"+12065550177\"}]}") },
				{ THEIRS, OK("{\"value\":[]}") }, { ASSIGN, ACCEPTED } },
			SERVICE_PENDING, CAUSE_NONE, 2, { NULL }, NULL },
		{ "another was faster", SUBMIT, GIVE(NULL),
			{ { READ, FREE }, { PERSON, READY },
				{ ASSIGN, "409 Conflict\r\n\r\n" FAULT("Something.") },
				{ READ, STATE("\"" OTHER "\"", "null", "activated") } },
			SERVICE_FAILED, CAUSE_NUMBER_TAKEN, 0, { NULL }, NULL },
		{ "we were faster, a moment ago", SUBMIT, GIVE(NULL),
			{ { READ, FREE }, { PERSON, READY },
				{ ASSIGN, "400 Bad\r\n\r\n" FAULT("It is already assigned.") },
				{ READ, HIS("null") } },
			SERVICE_PENDING, CAUSE_NONE, 2, { NULL }, NULL },
		{ "something is under way with it", SUBMIT, GIVE(NULL),
			{ { READ, STATE("null", "null", "assignmentPending") } }, SERVICE_RETRY,
			CAUSE_UNAVAILABLE, 10, { NULL }, "POST" },
		{ "something came under way with it", SUBMIT, GIVE(NULL),
			{ { READ, FREE }, { PERSON, READY },
				{ ASSIGN, "409 Conflict\r\n\r\n" FAULT("Another operation.") },
				{ READ, STATE("null", "null", "assignmentPending") } },
			SERVICE_RETRY, CAUSE_UNAVAILABLE, 10, { NULL }, NULL },
		{ "refused", SUBMIT, GIVE(NULL),
			{ { READ, FREE }, { PERSON, READY },
				{ ASSIGN, "400 Bad\r\n\r\n" FAULT(
						  "An emergency location is needed.") },
				{ READ, FREE } },
			SERVICE_FAILED, CAUSE_ADDRESS_NEEDED, 0, { NULL }, NULL },
		{ "the answer is lost", SUBMIT, GIVE(NULL),
			{ { READ, FREE }, { PERSON, READY }, { ASSIGN, NULL } }, SERVICE_DOUBT,
			CAUSE_NETWORK, 10, { NULL }, NULL },
		{ "a 503 may have done it", SUBMIT, GIVE(NULL),
			{ { READ, FREE }, { PERSON, READY },
				{ ASSIGN, "503 Busy\r\nRetry-After: 20\r\n\r\n{}" } },
			SERVICE_DOUBT, CAUSE_UNAVAILABLE, 20, { NULL }, NULL },
		{ "slowed down", SUBMIT, GIVE(NULL),
			{ { READ, FREE }, { PERSON, READY },
				{ ASSIGN, "429 Slow\r\nRetry-After: 4\r\n\r\n{}" } },
			SERVICE_RETRY, CAUSE_THROTTLED, 4, { NULL }, NULL },
		{ "asked: it is his", ASK, GIVE(PLACE), { { READ, HIS("\"" PLACE "\"") } },
			SERVICE_DONE, CAUSE_NONE, 0, { NULL }, "POST" },
		{ "asked: it is becoming his", ASK, GIVE(NULL),
			{ { READ, STATE("\"" INES "\"", "null", "assignmentPending") } },
			SERVICE_PENDING, CAUSE_NONE, 2, { NULL }, "POST" },
		{ "asked: it is becoming somebody's", ASK, GIVE(NULL),
			{ { READ, STATE("null", "null", "assignmentPending") } }, SERVICE_PENDING,
			CAUSE_NONE, 2, { NULL }, "POST" },
		{ "asked: it is free", ASK, GIVE(NULL), { { READ, FREE } }, SERVICE_FAILED,
			CAUSE_NOT_DONE, 0, { NULL }, "POST" },
		{ "asked: it is his, elsewhere", ASK, GIVE(PLACE),
			{ { READ, HIS("\"" PLACE_2 "\"") } }, SERVICE_FAILED, CAUSE_NOT_DONE, 0,
			{ NULL }, "POST" },
		{ "a number that is none", SUBMIT,
			{ .kind = "assign", .object_id = INES, .number = "1' or '1" },
			{ { NULL, NULL } }, SERVICE_FAILED, CAUSE_UNKNOWN, 0, { NULL }, "GET" },
	};
	(void)state;
	rows_run(rows, COUNT_OF(rows), NULL);
}

#define TAKE                                                                              \
	{                                                                                 \
		.kind = "unassign", .object_id = INES, .request_id = ID, .number = NUMBER \
	}
#define MOVE(place)                                                                              \
	{                                                                                        \
		.kind = "number_place", .request_id = ID, .number = NUMBER, .location_id = place \
	}

static void a_number_is_taken_from_whom_it_was_planned_to_be(void **state)
{
	static const struct row rows[] = {
		{ "taken", SUBMIT, TAKE, { { READ, HIS("null") }, { UNASSIGN, ACCEPTED } },
			SERVICE_PENDING, CAUSE_NONE, 2,
			{ "{\"telephoneNumber\":\"" NUMBER "\",\"numberType\":\"callingPlan\"}",
				"client-request-id: " ID },
			NULL },
		{ "free already", SUBMIT, TAKE, { { READ, FREE } }, SERVICE_DONE, CAUSE_NONE, 0,
			{ NULL }, "POST" },
		{ "somebody else's by now", SUBMIT, TAKE,
			{ { READ, STATE("\"" OTHER "\"", "null", "activated") } }, SERVICE_FAILED,
			CAUSE_MOVED, 0, { NULL }, "POST" },
		{ "the answer is lost", SUBMIT, TAKE, { { READ, HIS("null") }, { UNASSIGN, NULL } },
			SERVICE_DOUBT, CAUSE_NETWORK, 10, { NULL }, NULL },
		{ "something is under way with it", SUBMIT, TAKE,
			{ { READ, HIS("null") },
				{ UNASSIGN, "409 Conflict\r\n\r\n" FAULT("Another operation.") },
				{ READ, STATE("\"" INES "\"", "null", "updatePending") } },
			SERVICE_RETRY, CAUSE_UNAVAILABLE, 10, { NULL }, NULL },
		{ "it changed", SUBMIT, TAKE,
			{ { READ, HIS("null") },
				{ UNASSIGN, "409 Conflict\r\n\r\n" FAULT("Something.") },
				{ READ, HIS("null") } },
			SERVICE_FAILED, CAUSE_MOVED, 0, { NULL }, NULL },
		{ "asked: it is being taken", ASK, TAKE,
			{ { READ, STATE("\"" INES "\"", "null", "assignmentPending") } },
			SERVICE_PENDING, CAUSE_NONE, 2, { NULL }, "POST" },
		{ "asked: free", ASK, TAKE, { { READ, FREE } }, SERVICE_DONE, CAUSE_NONE, 0,
			{ NULL }, "POST" },
		{ "asked: his still", ASK, TAKE, { { READ, HIS("null") } }, SERVICE_FAILED,
			CAUSE_NOT_DONE, 0, { NULL }, "POST" },
	};
	(void)state;
	rows_run(rows, COUNT_OF(rows), NULL);
}

static void a_number_is_placed_at_once(void **state)
{
	static const struct row rows[] = {
		{ "placed", SUBMIT, MOVE(PLACE), { { UPDATE, "200 OK\r\n\r\n" } }, SERVICE_DONE,
			CAUSE_NONE, 0,
			{ "{\"telephoneNumber\":\"" NUMBER "\",\"locationId\":\"" PLACE "\"}" },
			NULL },
		{ "cleared", SUBMIT, MOVE(NULL), { { UPDATE, "200 OK\r\n\r\n" } }, SERVICE_DONE,
			CAUSE_NONE, 0, { "\"locationId\":\"\"" }, NULL },
		{ "the answer is lost", SUBMIT, MOVE(PLACE), { { UPDATE, NULL } }, SERVICE_DOUBT,
			CAUSE_NETWORK, 0, { NULL }, NULL },
		{ "asked: there", ASK, MOVE(PLACE), { { READ, HIS("\"" PLACE "\"") } },
			SERVICE_DONE, CAUSE_NONE, 0, { NULL }, "POST" },
		{ "asked: elsewhere", ASK, MOVE(PLACE), { { READ, HIS("\"" PLACE_2 "\"") } },
			SERVICE_FAILED, CAUSE_NOT_DONE, 0, { NULL }, "POST" },
	};
	(void)state;
	rows_run(rows, COUNT_OF(rows), NULL);
}

#define POLICY(which)                                                        \
	{                                                                    \
		.kind = "policy", .object_id = INES, .request_id = ID,       \
		.feature_kind = "TeamsEmergencyCallingPolicy", .name = which \
	}
#define FIND "GET /v1.0/admin/teams/policy/getPolicyId(type='TeamsEmergencyCallingPolicy',name='"
#define POLICIES "POST /v1.0/admin/teams/policy/userAssignments/"

static void a_policy_is_given_by_its_id(void **state)
{
	static const struct row rows[] = {
		{ "given", SUBMIT, POLICY("HQ's & co"),
			{ { FIND "HQ%27%27s%20%26%20co') ",
				  OK("{\"value\":[{\"id\":\"a\",\"policyId\":\"p-1\"}]}") },
				{ POLICIES "assign ", "204 No Content\r\n\r\n" } },
			SERVICE_DONE, CAUSE_NONE, 0,
			{ "{\"value\":[{\"userId\":\"" INES
			  "\",\"policyType\":\"TeamsEmergencyCallingPolicy\",\"policyId\":\"p-1\"}]}" },
			NULL },
		{ "no such policy", SUBMIT, POLICY("HQ"), { { FIND, OK("{\"value\":[]}") } },
			SERVICE_FAILED, CAUSE_FEATURE_MISSING, 0, { NULL }, "POST" },
		{ "taken away", SUBMIT, POLICY(NULL),
			{ { POLICIES "unassign ", "204 No Content\r\n\r\n" } }, SERVICE_DONE,
			CAUSE_NONE, 0, { "\"policyType\":\"TeamsEmergencyCallingPolicy\"}]}" },
			"policyId" },
		{ "not allowed", SUBMIT, POLICY(NULL),
			{ { POLICIES, "403 No\r\n\r\n" FAULT("Forbidden") } }, SERVICE_FAILED,
			CAUSE_RIGHTS_POLICY, 0, { NULL }, NULL },
		{ "asked: it holds", ASK, POLICY("HQ"),
			{ { PERSON,
				OK("{\"effectivePolicyAssignments\":[{\"policyType\":\"Other\"},"
				   "{\"policyType\":\"TeamsEmergencyCallingPolicy\",\"policyAssignment\":"
				   "{\"displayName\":\"HQ\",\"assignmentType\":\"direct\"}}]}") } },
			SERVICE_DONE, CAUSE_NONE, 0, { NULL }, "POST" },
		{ "asked: a group's holds", ASK, POLICY("HQ"),
			{ { PERSON,
				OK("{\"effectivePolicyAssignments\":[{\"policyType\":"
				   "\"TeamsEmergencyCallingPolicy\",\"policyAssignment\":"
				   "{\"displayName\":\"HQ\",\"assignmentType\":\"group\"}}]}") } },
			SERVICE_FAILED, CAUSE_NOT_DONE, 0, { NULL }, "POST" },
	};
	(void)state;
	rows_run(rows, COUNT_OF(rows), NULL);
}

#define MAIL                                                                        \
	{                                                                           \
		.kind = "mail", .upn = "ines@fourthpine.example", .request_id = ID, \
		.document = "To: a\r\n\r\nHello\r\n"                                \
	}
#define SEND "POST /v1.0/me/sendMail "

static void a_message_is_sent_at_most_once(void **state)
{
	static const struct row rows[] = {
		{ "taken", SUBMIT, MAIL, { { SEND, "202 Accepted\r\n\r\n" } }, SERVICE_DONE,
			CAUSE_NONE, 0,
			{ "\r\n\r\nVG86IGENCg0KSGVsbG8NCg==\n", "Content-Type: text/plain" },
			NULL },
		{ "the answer is lost", SUBMIT, MAIL, { { SEND, NULL } }, SERVICE_FAILED,
			CAUSE_MAIL_UNKNOWN, 0, { NULL }, NULL },
		{ "a 503 may have sent it", SUBMIT, MAIL, { { SEND, "503 Busy\r\n\r\n{}" } },
			SERVICE_FAILED, CAUSE_MAIL_UNKNOWN, 0, { NULL }, NULL },
		{ "slowed down: it was not", SUBMIT, MAIL,
			{ { SEND, "429 Slow\r\nRetry-After: 9\r\n\r\n{}" } }, SERVICE_RETRY,
			CAUSE_THROTTLED, 9, { NULL }, NULL },
		{ "no mailbox", SUBMIT, MAIL,
			{ { SEND,
				"404 No\r\n\r\n{\"error\":{\"code\":\"MailboxNotEnabledForRESTAPI\"}}" } },
			SERVICE_FAILED, CAUSE_NO_MAILBOX, 0, { NULL }, NULL },
		{ "may not", SUBMIT, MAIL,
			{ { SEND, "403 No\r\n\r\n{\"error\":{\"code\":\"ErrorAccessDenied\"}}" } },
			SERVICE_FAILED, CAUSE_RIGHTS_MAIL, 0, { NULL }, NULL },
		{ "asked", ASK, MAIL, { { NULL, NULL } }, SERVICE_FAILED, CAUSE_MAIL_UNKNOWN, 0,
			{ NULL }, "POST" },
	};
	static const struct row by_app[] = {
		{ "an application sends from a mailbox", SUBMIT, MAIL,
			{ { "POST /v1.0/users/it%40fourthpine.example/sendMail ",
				"202 Accepted\r\n\r\n" } },
			SERVICE_DONE, CAUSE_NONE, 0, { NULL }, NULL },
	};
	static const struct row by_nobody[] = {
		{ "an application has none of its own", SUBMIT, MAIL, { { NULL, NULL } },
			SERVICE_FAILED, CAUSE_NO_MAILBOX, 0, { NULL }, "POST" },
	};
	(void)state;
	rows_run(rows, COUNT_OF(rows), NULL);
	rows_run(by_app, 1,
		&(struct graph_options){ .app_only = true, .mail_from = "it@fourthpine.example" });
	rows_run(by_nobody, 1, &(struct graph_options){ .app_only = true });
}

static void nothing_is_changed_when_read_only(void **state)
{
	static const struct row rows[] = {
		{ "usage", SUBMIT, USAGE, { { NULL, NULL } }, SERVICE_FAILED, CAUSE_READ_ONLY, 0,
			{ NULL }, "PATCH" },
		{ "licence", SUBMIT, LICENCE(PHONE, NULL), { { USER, BARE } }, SERVICE_FAILED,
			CAUSE_READ_ONLY, 0, { NULL }, "POST" },
		{ "assign", SUBMIT, GIVE(NULL), { { READ, FREE }, { PERSON, READY } },
			SERVICE_FAILED, CAUSE_READ_ONLY, 0, { NULL }, "POST" },
		{ "unassign", SUBMIT, TAKE, { { READ, HIS("null") } }, SERVICE_FAILED,
			CAUSE_READ_ONLY, 0, { NULL }, "POST" },
		{ "place", SUBMIT, MOVE(PLACE), { { NULL, NULL } }, SERVICE_FAILED, CAUSE_READ_ONLY,
			0, { NULL }, "POST" },
		{ "policy", SUBMIT, POLICY(NULL), { { NULL, NULL } }, SERVICE_FAILED,
			CAUSE_READ_ONLY, 0, { NULL }, "POST" },
		{ "mail", SUBMIT, MAIL, { { NULL, NULL } }, SERVICE_FAILED, CAUSE_READ_ONLY, 0,
			{ NULL }, "POST" },
	};
	(void)state;
	rows_run(rows, COUNT_OF(rows), &(struct graph_options){ .readonly = true });
}

static void what_nobody_here_does_is_said(void **state)
{
	static const struct row rows[] = {
		{ "a purchase", SUBMIT, { .kind = "buy_phone" }, { { NULL, NULL } }, SERVICE_FAILED,
			CAUSE_UNKNOWN, 0, { NULL }, "POST" },
		{ "an address", SUBMIT, { .kind = "address" }, { { NULL, NULL } }, SERVICE_FAILED,
			CAUSE_UNKNOWN, 0, { NULL }, "POST" },
	};
	(void)state;
	rows_run(rows, COUNT_OF(rows), NULL);
	assert_true(graph_does("assign"));
	assert_false(graph_does("order"));
}

/* ---- polls ---- */

#define OPERATION_URL BASE_HERE "/v1.0/admin/teams/telephoneNumberManagement/operations('7')"
#define TAIL(kind, person) "#" kind "," NUMBER "," person

static void an_operation_is_polled_to_its_end(void **state)
{
	static const struct {
		const char *name, *url, *tail;
		int64_t age; /* seconds since it was sent */
		int wait;
		struct exchange script[EXCHANGES];
		enum service_state state;
		enum cause cause;
		int64_t after;
		int next_wait; /* in the operation; 0: none */
		const char *words;
	} rows[] = {
		{ "running", OPERATION_URL, TAIL("assign", INES), 3, 4,
			{ { OPERATION, OK("{\"status\":\"running\"}") } }, SERVICE_PENDING,
			CAUSE_NONE, 4, 8, "" },
		{ "running for long", OPERATION_URL, TAIL("assign", INES), 300, 30,
			{ { OPERATION, OK("{\"value\":{\"status\":\"notStarted\"}}") } },
			SERVICE_PENDING, CAUSE_NONE, 30, 30, "" },
		{ "done", OPERATION_URL, TAIL("assign", INES), 3, 2,
			{ { OPERATION, OK("{\"status\":\"succeeded\"}") } }, SERVICE_DONE,
			CAUSE_NONE, 0, 0, "" },
		{ "done, wrapped", OPERATION_URL, TAIL("assign", INES), 3, 2,
			{ { OPERATION, OK("{\"value\":{\"status\":\"succeeded\"}}") } },
			SERVICE_DONE, CAUSE_NONE, 0, 0, "" },
		{ "a status of tomorrow", OPERATION_URL, TAIL("assign", INES), 3, 2,
			{ { OPERATION, OK("{\"status\":\"unknownFutureValue\"}") } },
			SERVICE_PENDING, CAUSE_NONE, 2, 4, "" },
		{ "failed", OPERATION_URL, TAIL("assign", INES), 3, 2,
			{ { OPERATION,
				OK("{\"status\":\"failed\",\"numbers\":[{\"status\":\"failed\","
				   "\"statusDetail\":\"Number type does not match.\"}]}") } },
			SERVICE_FAILED, CAUSE_NUMBER_KIND, 0, 0, "Number type does not match." },
		{ "failed, wrapped, with a lie", OPERATION_URL, TAIL("assign", INES), 3, 2,
			{ { OPERATION,
				  OK("{\"value\":{\"status\":\"failed\",\"numbers\":[{\"statusDetail\":"
				     "\"This is an on-premises number.\"}]}}") },
				{ PERSON, OK("{\"featureTypes\":[\"Teams\"]}") } },
			SERVICE_FAILED, CAUSE_NO_PHONE_LICENCE, 300, 0,
			"This is an on-premises number." },
		{ "failed, and it is no lie", OPERATION_URL, TAIL("assign", INES), 3, 2,
			{ { OPERATION, OK("{\"status\":\"failed\",\"numbers\":[{\"statusDetail\":"
					  "\"This is an on-premises number.\"}]}") },
				{ PERSON, READY } },
			SERVICE_FAILED, CAUSE_ONPREM_NUMBER, 0, 0,
			"This is an on-premises number." },
		{ "the operation is forgotten, the number is his", OPERATION_URL,
			TAIL("assign", INES), 60, 30,
			{ { OPERATION, "404 No\r\n\r\n{}" }, { READ, HIS("null") } }, SERVICE_DONE,
			CAUSE_NONE, 0, 0, "" },
		{ "too old: the number is read", OPERATION_URL, TAIL("assign", INES), 601, 30,
			{ { READ, HIS("null") } }, SERVICE_DONE, CAUSE_NONE, 0, 0, "" },
		{ "without an operation, not yet", "", TAIL("assign", INES), 3, 2,
			{ { READ, FREE } }, SERVICE_PENDING, CAUSE_NONE, 2, 4, "" },
		{ "without an operation, never", "", TAIL("assign", INES), 1801, 30,
			{ { READ, FREE } }, SERVICE_FAILED, CAUSE_NOT_DONE, 0, 0, "" },
		{ "another has it", "", TAIL("assign", INES), 3, 2,
			{ { READ, STATE("\"" OTHER "\"", "null", "activated") } }, SERVICE_FAILED,
			CAUSE_NUMBER_TAKEN, 0, 0, NULL },
		{ "the assignment failed", "", TAIL("assign", INES), 3, 2,
			{ { READ, STATE("null", "null", "assignmentFailed") }, { PERSON, READY } },
			SERVICE_FAILED, CAUSE_UNKNOWN, 0, 0, "assignmentFailed" },
		{ "taken away", "", TAIL("unassign", INES), 3, 2, { { READ, FREE } }, SERVICE_DONE,
			CAUSE_NONE, 0, 0, "" },
		{ "taken from nobody known", "", TAIL("unassign", ""), 3, 2,
			{ { READ, HIS("null") } }, SERVICE_PENDING, CAUSE_NONE, 2, 4, "" },
		{ "lost", OPERATION_URL, TAIL("assign", INES), 3, 2, { { OPERATION, NULL } },
			SERVICE_RETRY, CAUSE_NETWORK, 0, 0, NULL },
		{ "slowed down", OPERATION_URL, TAIL("assign", INES), 3, 2,
			{ { OPERATION, "429 Slow\r\nRetry-After: 7\r\n\r\n{}" } }, SERVICE_RETRY,
			CAUSE_THROTTLED, 7, 0, NULL },
		{ "not ours", "http://127.0.0.1:1/x", "", 0, 0, { { NULL, NULL } }, SERVICE_DOUBT,
			CAUSE_NONE, 0, 0, "" },
		{ "another's address", "http://127.0.0.1:1/x", TAIL("assign", INES), 3, 2,
			{ { NULL, NULL } }, SERVICE_FAILED, CAUSE_UNKNOWN, 0, 0, NULL },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct rig rig;
		struct error err = { 0 };
		struct service_reply reply = { 0 };
		char operation[SERVICE_OPERATION], url[200];
		rig_start(&rig, rows[i].script, NULL);
		bool own = strncmp(rows[i].url, BASE_HERE, strlen(BASE_HERE)) == 0;
		snprintf(url, sizeof url, "%s%s", own ? rig.base : "",
			rows[i].url + (own ? strlen(BASE_HERE) : 0));
		snprintf(operation, sizeof operation, "%s%s,%lld,%d", url, rows[i].tail,
			(long long)(clock_now() - rows[i].age), rows[i].wait);
		assert_true(graph_poll(&rig.graph.service, operation, &reply, &err));
		rig_land(&rig, &reply);
		rig_stop(&rig);
		expect_number(rows[i].name, reply.state, rows[i].state);
		expect_text(rows[i].name, cause_word(reply.cause), cause_word(rows[i].cause));
		expect_number(rows[i].name, reply.after, rows[i].after);
		if (rows[i].words && rows[i].words[0]) {
			expect_part(rows[i].name, reply.words, rows[i].words);
			expect_part(rows[i].name, reply.words, ", client-request-id ");
		} else if (rows[i].words) {
			expect_text(rows[i].name, reply.words, "");
		}
		if (rows[i].next_wait) {
			char tail[16];
			snprintf(tail, sizeof tail, ",%d", rows[i].next_wait);
			expect_part(rows[i].name, reply.operation, rows[i].tail);
			expect_text(rows[i].name, strrchr(reply.operation, ','), tail);
		}
		if (strstr(rig.heard, "UNEXPECTED"))
			fail_msg("%s: asked for what it need not: \"%s\"", rows[i].name, rig.heard);
		service_reply_fini(&reply);
	}
}

/* What stands in the journal is what a later run polls with. */
static void an_accepted_assignment_can_be_polled_by_another_run(void **state)
{
	static const struct row first = { "first run", SUBMIT, GIVE(NULL),
		{ { READ, FREE }, { PERSON, READY }, { ASSIGN, ACCEPTED },
			{ OPERATION, OK("{\"status\":\"succeeded\"}") } },
		SERVICE_PENDING, CAUSE_NONE, 2, { NULL }, NULL };
	struct rig rig;
	struct error err = { 0 };
	struct service_reply reply;
	char operation[SERVICE_OPERATION];
	(void)state;
	rig_start(&rig, first.script, NULL);
	reply_of(&rig, &first, &reply, &err);
	snprintf(operation, sizeof operation, "%s", reply.operation);
	assert_true(strncmp(operation, rig.base, strlen(rig.base)) == 0);
	acts_free(rig.graph.acts);
	rig.graph.acts = acts_new(&rig.graph);
	reply = (struct service_reply){ 0 };
	assert_true(graph_poll(&rig.graph.service, operation, &reply, &err));
	rig_land(&rig, &reply);
	assert_int_equal(reply.state, SERVICE_DONE);
	rig_stop(&rig);
}

static void an_operation_of_another_host_is_not_kept(void **state)
{
	static const struct row row = { "evil", SUBMIT, GIVE(NULL),
		{ { READ, FREE }, { PERSON, READY },
			{ ASSIGN,
				"202 Accepted\r\nLocation: https://evil.example/operations('7')\r\n\r\n" } },
		SERVICE_PENDING, CAUSE_NONE, 2, { NULL }, NULL };
	struct service_reply reply;
	(void)state;
	row_run(&row, NULL, &reply);
	static const char begins[] = "#assign," NUMBER "," INES ",";
	assert_true(strncmp(reply.operation, begins, sizeof begins - 1) == 0);
}

static void a_flight_lands_once_and_can_be_dropped(void **state)
{
	static const struct row row = { "dropped", SUBMIT, USAGE, { { PATCH, "204\r\n\r\n" } },
		SERVICE_DONE, CAUSE_NONE, 0, { NULL }, NULL };
	struct rig rig;
	struct error err = { 0 };
	struct service_reply reply = { 0 }, again = { 0 };
	(void)state;
	rig_start(&rig, row.script, NULL);
	assert_true(graph_submit(&rig.graph.service, &row.request, &reply, &err));
	assert_int_equal(reply.state, SERVICE_FLYING);
	int64_t flight = reply.flight;
	assert_true(graph_land(&rig.graph.service, flight, &again, &err));
	assert_int_equal(again.state, SERVICE_FLYING);
	rig_land(&rig, &reply);
	assert_int_equal(reply.state, SERVICE_DONE);
	assert_true(graph_land(&rig.graph.service, flight, &again, &err));
	assert_int_equal(again.state, SERVICE_DOUBT);
	reply = (struct service_reply){ 0 };
	assert_true(graph_submit(&rig.graph.service, &row.request, &reply, &err));
	graph_drop(&rig.graph.service, reply.flight);
	graph_drop(&rig.graph.service, 999);
	rig_stop(&rig);
	assert_null(strstr(rig.heard, "UNEXPECTED"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_usage_location_is_set_once),
		cmocka_unit_test(licences_change_in_one_call_a_person),
		cmocka_unit_test(a_number_is_given_to_who_is_ready),
		cmocka_unit_test(a_number_is_taken_from_whom_it_was_planned_to_be),
		cmocka_unit_test(a_number_is_placed_at_once),
		cmocka_unit_test(a_policy_is_given_by_its_id),
		cmocka_unit_test(a_message_is_sent_at_most_once),
		cmocka_unit_test(nothing_is_changed_when_read_only),
		cmocka_unit_test(what_nobody_here_does_is_said),
		cmocka_unit_test(an_operation_is_polled_to_its_end),
		cmocka_unit_test(an_accepted_assignment_can_be_polled_by_another_run),
		cmocka_unit_test(an_operation_of_another_host_is_not_kept),
		cmocka_unit_test(a_flight_lands_once_and_can_be_dropped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
