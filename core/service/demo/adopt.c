/* The empty tenant takes what a setup brings along: the organization's answers, and the people of
 * an import. So a file of people and a file of answers are enough to practise on one's own setup.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/service/demo/demo.h"
#include "core/service/demo/world.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

static const char SQL_IS_EMPTY[] = "SELECT name = 'empty' FROM tenant";
static const char SQL_ORGANIZATION[] =
	"UPDATE tenant SET display_name = :name, country = :country, currency = :currency, kind = :kind,"
	" sku_part = :plan, bought_from = :bought_from, commitment = :commitment, verified = :verified,"
	" verified_on = iif(:verified = 'no', 0, :now)";
static const char SQL_PRODUCT[] =
	"INSERT OR IGNORE INTO product (sku_part, standalone) SELECT :plan, 0 WHERE :plan <> ''";
static const char SQL_NO_SUITES[] = "DELETE FROM suite";
static const char SQL_SUITES[] =
	"WITH RECURSIVE draw (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM draw WHERE n < 19)"
	" INSERT INTO suite SELECT n, :plan FROM draw WHERE :plan <> ''";
static const char SQL_NO_SEATS[] = "DELETE FROM seat";
/* The next row; a person who is there already keeps row, id and what the service knows. */
static const char SQL_PERSON[] =
	"INSERT INTO person (row, object_id, upn, display_name, given_name, surname, mail, job_title,"
	" department, enabled, usage_location, street, city, state, postal_code, country, office, language)"
	" VALUES ((SELECT coalesce(max(row), 0) + 1 FROM person), :object_id, :upn, :display_name,"
	" :given_name, :surname, :mail, :job_title, :department, :enabled, nullif(:location, ''), :street,"
	" :city, :state, :postal_code, :country, :office, :language)"
	" ON CONFLICT DO UPDATE SET display_name = excluded.display_name, given_name = excluded.given_name,"
	" surname = excluded.surname, mail = excluded.mail, job_title = excluded.job_title,"
	" department = excluded.department, enabled = excluded.enabled, street = excluded.street,"
	" city = excluded.city, state = excluded.state, postal_code = excluded.postal_code,"
	" country = excluded.country, office = excluded.office, language = excluded.language";
static const char SQL_COUNT[] =
	"UPDATE tenant SET people = (SELECT count(*) FROM person), domain = coalesce((SELECT substr(upn,"
	" instr(upn, '@') + 1) FROM person ORDER BY row LIMIT 1), domain)";

static void adopt_organization(struct world *world, const struct organization *organization)
{
	char currency[4];
	if (!reference_currency(world->ref, organization->country, currency) || !currency[0])
		snprintf(currency, sizeof currency, "USD");
	struct bind plan[] = { TEXT(":plan", organization->plan), { 0 } };
	world_run(world, SQL_ORGANIZATION,
		BINDS(TEXT(":name", organization->name), TEXT(":country", organization->country),
			TEXT(":currency", currency), TEXT(":kind", organization->kind),
			TEXT(":plan", organization->plan),
			TEXT(":bought_from", organization->bought_from),
			TEXT(":commitment", organization->commitment),
			TEXT(":verified", organization->verified), NUMBER(":now", world->now)));
	world_run(world, SQL_PRODUCT, plan);
	world_run(world, SQL_NO_SUITES, NO_BINDS);
	world_run(world, SQL_SUITES, plan);
}

static void adopt_person(struct world *world, const struct person *person)
{
	char id[37];
	world_id(id, "person", person->upn);
	world_run(world, SQL_PERSON,
		BINDS(TEXT(":object_id", person->object_id[0] ? person->object_id : id),
			TEXT(":upn", person->upn), TEXT(":display_name", person->display_name),
			TEXT(":given_name", person->given_name), TEXT(":surname", person->surname),
			TEXT(":mail", person->mail), TEXT(":job_title", person->job_title),
			TEXT(":department", person->department),
			NUMBER(":enabled", person->enabled),
			TEXT(":location", person->location_actual), TEXT(":street", person->street),
			TEXT(":city", person->city), TEXT(":state", person->state),
			TEXT(":postal_code", person->postal_code),
			TEXT(":country", person->country), TEXT(":office", person->office),
			TEXT(":language", person->language)));
}

static bool adopt_people(struct world *world, struct store *store, struct error *err)
{
	struct sqlite3_stmt *walk = person_walk(store, NULL, err);
	struct person person;
	int got = -1;
	while (walk && (got = person_next(walk, &person, err)) > 0)
		if (strcmp(person.kind, "member") == 0)
			adopt_person(world, &person);
	return got == 0;
}

bool demo_adopt(struct service *service, struct store *store, struct error *err)
{
	struct world *world = (struct world *)service;
	struct organization organization;
	if (!organization_get(store, &organization, err) || !world_enter(world, err))
		return false;
	bool ok = true;
	if (world_number(world, SQL_IS_EMPTY, NO_BINDS, 0)) {
		adopt_organization(world, &organization);
		ok = adopt_people(world, store, err);
		world_run(world, SQL_COUNT, NO_BINDS);
		world_run(world, SQL_NO_SEATS, NO_BINDS);
		licences_begin(world);
	}
	if (ok)
		return world_leave(world, err);
	world_abandon(world);
	return false;
}
