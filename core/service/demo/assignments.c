/* The simulated voice desk: who gets which number, with the checks of, and error
 * texts that name the wrong cause as the real ones do. */
#include <stdio.h>
#include <string.h>

#include "core/service/demo/world.h"

static const char SQL_NUMBER[] =
	"SELECT id, kind, country, usable_at, blocked_until, location_id, coalesce(person, 0), assigned_at, area_code,"
	" person_location_id FROM number WHERE e164 = :e164 AND released_at = 0";
static const char SQL_ASSIGN[] =
	"UPDATE number SET person = :row, person_location_id = :location, assigned_at = :now + :delay WHERE id = :id";
static const char SQL_UNASSIGN[] =
	"UPDATE number SET person = NULL, person_location_id = '', assigned_at = 0 WHERE id = :id";
static const char SQL_OF_PERSON[] = "SELECT id FROM number WHERE person = :row";
static const char SQL_E164[] = "SELECT e164 FROM number WHERE id = :id";
static const char SQL_LOG[] =
	"INSERT INTO assignment_log (at, row, e164, what) VALUES (:now, :row, :e164, :what)";
static const char SQL_PLACE[] = "UPDATE number SET location_id = :location WHERE id = :id";

struct voice_number {
	int64_t id, person, usable_at, blocked_until, assigned_at;
	char e164[20], kind[12], country[3], area_code[12], location_id[64], person_location_id[64];
};

static bool number_find(struct world *world, const char *e164, struct voice_number *out)
{
	sqlite3_stmt *stmt = world_query(world, SQL_NUMBER, BINDS(TEXT(":e164", e164 ? e164 : "")));
	*out = (struct voice_number){ 0 };
	bool found = world_row(world, stmt);
	if (found) {
		out->id = sqlite3_column_int64(stmt, 0);
		snprintf(out->e164, sizeof out->e164, "%s", e164);
		snprintf(out->kind, sizeof out->kind, "%s", world_column(stmt, 1));
		snprintf(out->country, sizeof out->country, "%.2s", world_column(stmt, 2));
		out->usable_at = sqlite3_column_int64(stmt, 3);
		out->blocked_until = sqlite3_column_int64(stmt, 4);
		snprintf(out->location_id, sizeof out->location_id, "%s", world_column(stmt, 5));
		out->person = sqlite3_column_int64(stmt, 6);
		out->assigned_at = sqlite3_column_int64(stmt, 7);
		snprintf(out->area_code, sizeof out->area_code, "%s", world_column(stmt, 8));
		snprintf(out->person_location_id, sizeof out->person_location_id, "%s",
			world_column(stmt, 9));
	}
	world_done(stmt);
	return found;
}

static void number_unassign(struct world *world, int64_t id, int64_t person)
{
	char e164[20];
	world_text(world, SQL_E164, BINDS(NUMBER(":id", id)), e164, sizeof e164);
	world_run(world, SQL_UNASSIGN, BINDS(NUMBER(":id", id)));
	world_run(world, SQL_LOG,
		BINDS(NUMBER(":now", world->now), NUMBER(":row", person), TEXT(":e164", e164),
			TEXT(":what", "unassign")));
}

void assignments_drop(struct world *world, int64_t person)
{
	int64_t id = world_number(world, SQL_OF_PERSON, BINDS(NUMBER(":row", person)), 0);
	if (id)
		number_unassign(world, id, person);
}

/* What stands against the person; true: nothing. */
static bool person_may(
	const struct world *world, const struct world_person *person, struct service_reply *reply)
{
	if (!person->usage_location[0]) /* */
		return !world_refuse(reply, CAUSE_NO_USAGE_LOCATION,
			"BadRequest: The user is not licensed for the operation. User must have a valid license.");
	if (person->resource) /* */
		return person->resource_licence ||
		       !world_refuse(reply, CAUSE_NO_ACCOUNT_LICENCE,
			       "BadRequest: The application instance is not licensed.");
	/* what the service says of a missing or young licence is R-436 at its worst.
	 */
	if (!person->phone_system || !person->calling_plan)
		return !world_refuse(reply, CAUSE_NO_PHONE_LICENCE,
			"BadRequest: The number cannot be assigned because the user has an on-premises number."
			" Clear the on-premises LineURI first.");
	if (!person->effective) {
		reply->after = person->effective_at - world->now;
		return !world_refuse(reply, CAUSE_NO_PHONE_LICENCE,
			"BadRequest: The number cannot be assigned because the user has an on-premises number."
			" Clear the on-premises LineURI first.");
	}
	if (person->onprem_mailbox) /* */
		return !world_refuse(
			reply, CAUSE_ONPREM_MAILBOX, "NotFound: User was not found in the tenant.");
	if (person->onprem_line) /* */
		return !world_refuse(reply, CAUSE_ONPREM_NUMBER,
			"Forbidden: Unable to set \"LineURI\". This parameter is restricted within Remote PowerShell.");
	return true;
}

/* What stands against the number; true: nothing. */
static bool number_may(struct world *world, const struct voice_number *number,
	const struct world_person *person, struct service_reply *reply)
{
	bool user = strcmp(number->kind, "user") == 0;
	if (user == person->resource) /* the text is R-436 */
		return !world_refuse(
			reply, CAUSE_NUMBER_KIND, "NotFound: TelephoneNumber was not found.");
	if (strcmp(number->country, person->usage_location) != 0) /* */
		return !world_refusef(reply, CAUSE_COUNTRY,
			"BadRequest: The number is not valid for the usage location %s of the user.",
			person->usage_location);
	if ((number->person && number->person != person->row) ||
		features_bridged(world, number->e164))
		return !world_refuse(reply, CAUSE_NUMBER_TAKEN,
			"Conflict: The telephone number is already assigned to another user.");
	if (number->blocked_until < 0 || number->blocked_until > world->now) /* */
		return !world_refuse(reply, CAUSE_BLOCKED,
			"BadRequest: TelephoneNumber is not available for assignment.");
	if (number->usable_at > world->now) { /* */
		reply->after = number->usable_at - world->now;
		return !world_refuse(
			reply, CAUSE_NUMBER_NOT_READY, "NotFound: TelephoneNumber was not found.");
	}
	return true;
}

/* What stands against the emergency location; true: nothing. location holds 64 bytes. */
static bool location_may(struct world *world, const char *asked, const struct voice_number *number,
	char *location, struct service_reply *reply)
{
	char country[3], areas[64];
	if ((!asked || !asked[0]) && strcmp(number->kind, "user") != 0)
		return true; /* nobody sits at an attendant */
	if ((!asked || !asked[0]) && number->location_id[0])
		return true;     /* elsewhere the number brings its own */
	if (!asked || !asked[0]) /* */
		return !world_refuse(reply, CAUSE_ADDRESS_NEEDED,
			"BadRequest: Emergency location is required for this telephone number.");
	switch (world_location(world, asked, country, areas, sizeof areas, location)) {
	case WORLD_LOCATION_NONE: /* */
		return !world_refuse(
			reply, CAUSE_ADDRESS_NEEDED, "NotFound: LocationId was not found.");
	case WORLD_LOCATION_UNCHECKED: /* */
		return !world_refuse(reply, CAUSE_ADDRESS_INVALID,
			"BadRequest: The specified location is not validated and cannot be used.");
	case WORLD_LOCATION_VALID:
		break;
	}
	if (strcmp(country, number->country) != 0) /* */
		return !world_refuse(reply, CAUSE_COUNTRY,
			"BadRequest: The location is not valid for the telephone number.");
	return true;
}

/* The number that an earlier assignment of the same number and place left here. */
static bool assigned_alike(const struct voice_number *number, int64_t row, const char *location)
{
	return number->person == row &&
	       (!location[0] || strcmp(location, number->person_location_id) == 0);
}

static void assign_state(struct world *world, const struct voice_number *number, const char *e164,
	int64_t row, struct service_reply *reply)
{
	if (number->assigned_at > world->now)
		world_pend(reply, number->assigned_at - world->now, "assign:%s:%lld", e164,
			(long long)row);
	else
		world_reply_done(reply);
}

static void assign_now(struct world *world, const struct service_request *request,
	const struct voice_number *number, const struct world_person *person, const char *location,
	struct service_reply *reply)
{
	bool moved = number->person != person->row;
	int64_t old = world_number(world, SQL_OF_PERSON, BINDS(NUMBER(":row", person->row)), 0);
	if (old && old != number->id) /* one primary number each: the new one replaces it */
		number_unassign(world, old, person->row);
	int64_t delay = moved ? world_delay(world, "assign") : 0;
	world_run(world, SQL_ASSIGN,
		BINDS(NUMBER(":row", person->row), TEXT(":location", location),
			NUMBER(":now", world->now), NUMBER(":delay", delay),
			NUMBER(":id", number->id)));
	if (moved)
		world_run(world, SQL_LOG,
			BINDS(NUMBER(":now", world->now), NUMBER(":row", person->row),
				TEXT(":e164", request->number), TEXT(":what", "assign")));
	/* 202 Accepted is never success: even an instant one is told by its operation. */
	world_pend(reply, delay, "assign:%s:%lld", request->number, (long long)person->row);
}

void assignments_assign(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct world_person person;
	struct voice_number number;
	char location[64] = "";
	if (!world_person_or_refuse(world, request, &person,
		    "NotFound: User was not found in the tenant.", reply)) /* */
		return;
	if (!number_find(world, request->number, &number)) { /* */
		world_refuse(reply, CAUSE_NUMBER_TAKEN, "NotFound: TelephoneNumber was not found.");
		return;
	}
	if (!person_may(world, &person, reply) || !number_may(world, &number, &person, reply) ||
		!location_may(world, request->location_id, &number, location, reply))
		return;
	if (assigned_alike(&number, person.row, location))
		assign_state(world, &number, request->number, person.row, reply);
	else
		assign_now(world, request, &number, &person, location, reply);
}

void assignments_assign_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct world_person person;
	struct voice_number number;
	char location[64] = "";
	if (request->location_id && request->location_id[0])
		world_location(world, request->location_id, NULL, NULL, 0, location);
	if (world_person(world, request->object_id, request->upn, &person) &&
		number_find(world, request->number, &number) &&
		assigned_alike(&number, person.row, location))
		assign_state(world, &number, request->number, person.row, reply);
	else
		world_refuse(reply, CAUSE_NOT_DONE, "");
}

void assignments_poll(
	struct world *world, const char *e164, int64_t row, struct service_reply *reply)
{
	struct voice_number number;
	if (number_find(world, e164, &number) && number.person == row)
		assign_state(world, &number, e164, row, reply);
	else
		world_refuse(reply, CAUSE_NOT_DONE, "Failed: The operation did not succeed.");
}

/* The person whose number is to go, and the number that the person has; false: nothing is assigned.
 */
static bool unassign_find(
	struct world *world, const struct service_request *request, int64_t *row, int64_t *id)
{
	struct world_person person;
	struct voice_number number;
	if (request->number && request->number[0] && number_find(world, request->number, &number)) {
		*row = number.person;
		*id = number.id;
		return number.person &&
		       ((!request->object_id && !request->upn) ||
			       (world_person(world, request->object_id, request->upn, &person) &&
				       person.row == *row));
	}
	if (!world_person(world, request->object_id, request->upn, &person))
		return false;
	*row = person.row;
	*id = world_number(world, SQL_OF_PERSON, BINDS(NUMBER(":row", person.row)), 0);
	return *id != 0;
}

void assignments_unassign(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	int64_t row = 0, id = 0;
	if (unassign_find(world, request, &row, &id))
		number_unassign(world, id, row);
	world_reply_done(reply); /* gone already is done */
}

void assignments_unassign_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	int64_t row = 0, id = 0;
	if (unassign_find(world, request, &row, &id))
		world_refuse(reply, CAUSE_NOT_DONE, "");
	else
		world_reply_done(reply);
}

void assignments_number_place(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct voice_number number;
	char location[64] = "";
	if (!number_find(world, request->number, &number)) {
		world_refuse(reply, CAUSE_NUMBER_TAKEN, "NotFound: TelephoneNumber was not found.");
		return;
	}
	number.location_id[0] = '\0'; /* a location must be named here */
	if (!location_may(world, request->location_id, &number, location, reply))
		return;
	world_run(world, SQL_PLACE, BINDS(TEXT(":location", location), NUMBER(":id", number.id)));
	world_reply_done(reply);
}

void assignments_number_place_ask(
	struct world *world, const struct service_request *request, struct service_reply *reply)
{
	struct voice_number number;
	char location[64] = "";
	if (number_find(world, request->number, &number) && request->location_id &&
		world_location(world, request->location_id, NULL, NULL, 0, location) &&
		strcmp(location, number.location_id) == 0)
		world_reply_done(reply);
	else
		world_refuse(reply, CAUSE_NOT_DONE, "");
}
