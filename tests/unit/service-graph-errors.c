/* Proves that every refusal of Graph, and every way of getting no answer, means what it is: that it
 * may be sent again, that it is in doubt, or which cause it has. */
#include "core/service/graph/errors.h"

#include <stdio.h>

#include "tests/unit/expect.h"

static void refusals_become_causes(void **state)
{
	static const struct {
		int status;
		const char *code, *words;
		bool write;
		enum service_state want;
		enum cause cause;
		int64_t after;
	} rows[] = {
		{ 400, "Request_BadRequest",
			"License assignment cannot be done for user with invalid usage location.",
			true, SERVICE_FAILED, CAUSE_NO_USAGE_LOCATION, 0 },
		{ 400, "Request_BadRequest",
			"Subscription with SKU x does not have any available licenses.", true,
			SERVICE_FAILED, CAUSE_NO_SEATS, 0 },
		{ 400, "Request_BadRequest",
			"License assignment failed because service plans a, b are mutually exclusive.",
			true, SERVICE_FAILED, CAUSE_LICENCE_CONFLICT, 0 },
		{ 400, "Request_BadRequest", "The license CONFLICTS with service plan b.", true,
			SERVICE_FAILED, CAUSE_LICENCE_CONFLICT, 0 },
		{ 400, "Request_BadRequest",
			"License assignment failed because service plan a depends on the service plan(s) b.",
			true, SERVICE_FAILED, CAUSE_LICENCE_ORDER, 0 },
		{ 400, "", "License with SKU x cannot be assigned to a user.", true, SERVICE_FAILED,
			CAUSE_NOT_ASSIGNABLE, 0 },
		{ 400, "Request_BadRequest",
			"User license is inherited from a group membership and it cannot be removed.",
			true, SERVICE_FAILED, CAUSE_GROUP_LICENCE, 0 },
		{ 400, "Request_BadRequest", "Cannot convert a primitive value to Edm.Guid.", true,
			SERVICE_FAILED, CAUSE_UNKNOWN, 0 },
		{ 400, "BadRequest", "The number is already assigned.", true, SERVICE_FAILED,
			CAUSE_NUMBER_TAKEN, 0 },
		{ 401, "InvalidAuthenticationToken", "Expired.", true, SERVICE_FAILED,
			CAUSE_SIGN_IN, 0 },
		{ 403, "Authorization_RequestDenied", "Insufficient privileges.", true,
			SERVICE_FAILED, CAUSE_RIGHTS_LICENCES, 0 },
		{ 404, "Request_ResourceNotFound", "Resource x does not exist.", true,
			SERVICE_FAILED, CAUSE_PERSON_MISSING, 300 },
		{ 404, "MailboxNotEnabledForRESTAPI", "No mailbox.", true, SERVICE_FAILED,
			CAUSE_NO_MAILBOX, 0 },
		{ 404, "NotFound", "Nothing.", true, SERVICE_FAILED, CAUSE_UNKNOWN, 0 },
		{ 409, "Conflict", "It changed.", true, SERVICE_FAILED, CAUSE_MOVED, 0 },
		{ 409, "Conflict", "The number is already assigned.", true, SERVICE_FAILED,
			CAUSE_NUMBER_TAKEN, 0 },
		{ 412, "PreconditionFailed", "", true, SERVICE_FAILED, CAUSE_MOVED, 0 },
		{ 423, "Locked", "", true, SERVICE_RETRY, CAUSE_UNAVAILABLE, 3 },
		{ 429, "TooManyRequests", "", true, SERVICE_RETRY, CAUSE_THROTTLED, 3 },
		{ 429, "TooManyRequests", "", false, SERVICE_RETRY, CAUSE_THROTTLED, 3 },
		{ 500, "", "", true, SERVICE_DOUBT, CAUSE_UNAVAILABLE, 3 },
		{ 502, "", "", true, SERVICE_DOUBT, CAUSE_UNAVAILABLE, 3 },
		{ 503, "serviceUnavailable", "", true, SERVICE_DOUBT, CAUSE_UNAVAILABLE, 3 },
		{ 503, "serviceUnavailable", "", false, SERVICE_RETRY, CAUSE_UNAVAILABLE, 3 },
		{ 504, "", "", true, SERVICE_DOUBT, CAUSE_UNAVAILABLE, 3 },
		{ 507, "", "Full.", true, SERVICE_FAILED, CAUSE_UNKNOWN, 0 },
		{ 302, "", "", true, SERVICE_FAILED, CAUSE_UNKNOWN, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char row[80];
		struct service_reply reply = { 0 };
		struct graph_answer answer = { .status = rows[i].status,
			.retry_after = 2128,
			.body = "",
			.cause = CAUSE_RIGHTS_LICENCES };
		snprintf(row, sizeof row, "%d %s %.40s", rows[i].status, rows[i].code,
			rows[i].words);
		snprintf(answer.code, sizeof answer.code, "%s", rows[i].code);
		snprintf(answer.words, sizeof answer.words, "%s", rows[i].words);
		graph_refused(&answer, rows[i].write, &reply);
		expect_number(row, reply.state, rows[i].want);
		expect_text(row, cause_word(reply.cause), cause_word(rows[i].cause));
		expect_number(row, reply.after, rows[i].after);
		expect_text(row, reply.words, rows[i].words);
	}
}

static void no_answer_is_sent_again_only_where_nothing_was_done(void **state)
{
	static const struct {
		const char *row;
		enum http_trouble trouble;
		int status; /* 200: cut short, or no JSON */
		enum error_code no_token;
		bool write;
		enum service_state want;
		enum cause cause;
	} rows[] = {
		{ "unreachable", HTTP_UNREACHABLE, 0, 0, true, SERVICE_RETRY, CAUSE_NETWORK },
		{ "insecure", HTTP_INSECURE, 0, 0, true, SERVICE_FAILED, CAUSE_INSECURE },
		{ "lost write", HTTP_LOST, 0, 0, true, SERVICE_DOUBT, CAUSE_NETWORK },
		{ "lost read", HTTP_LOST, 0, 0, false, SERVICE_RETRY, CAUSE_NETWORK },
		{ "slow write", HTTP_SLOW, 0, 0, true, SERVICE_DOUBT, CAUSE_NETWORK },
		{ "slow read", HTTP_SLOW, 0, 0, false, SERVICE_RETRY, CAUSE_NETWORK },
		{ "large write", HTTP_LARGE, 0, 0, true, SERVICE_DOUBT, CAUSE_NETWORK },
		{ "no JSON, write", HTTP_FINE, 200, 0, true, SERVICE_DOUBT, CAUSE_NETWORK },
		{ "no JSON, read", HTTP_FINE, 200, 0, false, SERVICE_RETRY, CAUSE_NETWORK },
		{ "gave up signing in", HTTP_FINE, 0, ERROR_PERSON, true, SERVICE_FAILED,
			CAUSE_SIGN_IN },
		{ "sign-in away", HTTP_FINE, 0, ERROR_TRANSIENT, true, SERVICE_RETRY,
			CAUSE_NETWORK },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct service_reply reply = { 0 };
		struct graph_answer answer = { .status = rows[i].status,
			.trouble = rows[i].trouble,
			.retry_after = -1,
			.body = "",
			.no_token = rows[i].no_token,
			.cause = CAUSE_SIGN_IN };
		graph_refused(&answer, rows[i].write, &reply);
		expect_number(rows[i].row, reply.state, rows[i].want);
		expect_text(rows[i].row, cause_word(reply.cause), cause_word(rows[i].cause));
	}
}

static void texts_of_failed_operations_point_to_causes(void **state)
{
	static const struct {
		const char *words;
		enum cause cause;
		int64_t after;
	} rows[] = {
		{ "The user does not have a Teams Phone license.", CAUSE_NO_PHONE_LICENCE,
			GRAPH_LICENCE_AFTER },
		{ "User is not licensed.", CAUSE_NO_PHONE_LICENCE, GRAPH_LICENCE_AFTER },
		{ "Country of the number differs from the usage location US.", CAUSE_COUNTRY, 0 },
		{ "An emergency location is required.", CAUSE_ADDRESS_NEEDED, 0 },
		{ "LocationId is missing.", CAUSE_ADDRESS_NEEDED, 0 },
		{ "Location id is required for this number.", CAUSE_ADDRESS_NEEDED, 0 },
		{ "User already has a telephone number.", CAUSE_MOVED, 0 },
		{ "Location is in another country.", CAUSE_COUNTRY, 0 },
		{ "Telephone number is already assigned to another user.", CAUSE_NUMBER_TAKEN, 0 },
		{ "Number type does not match.", CAUSE_NUMBER_KIND, 0 },
		{ "The number is an on-premises number.", CAUSE_ONPREM_NUMBER, 0 },
		{ "Something else.", CAUSE_UNKNOWN, 0 },
		{ "", CAUSE_UNKNOWN, 0 },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t after = -1;
		enum cause cause = graph_cause_of_words(rows[i].words, &after);
		expect_text(rows[i].words, cause_word(cause), cause_word(rows[i].cause));
		expect_number(rows[i].words, after, rows[i].after);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals_become_causes),
		cmocka_unit_test(no_answer_is_sent_again_only_where_nothing_was_done),
		cmocka_unit_test(texts_of_failed_operations_point_to_causes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
