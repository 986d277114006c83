/* Letters of people of the store: what is true of them, and their letters as files. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "core/base/tr.h"
#include "core/exchange/letters.h"
#include "core/reference/reference.h"
#include "core/service/service.h"
#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/organization.h"
#include "core/tenant/person.h"

/* Everything a letter needs, read at once. */
struct letter_person {
	struct organization organization;
	struct person person;
	struct assignment_row row;
	struct area area;
	struct address_format format;
	struct str address;
	struct letter_facts facts; /* borrowed from the above */
};

/* "Office, 500 108th Ave NE, Bellevue, WA 98004" of the place that is wished for. */
static bool read_address(struct letter_person *sources, struct store *store, struct error *err)
{
	struct place place;
	struct address address;
	if (sources->row.place_id == 0)
		return true;
	if (!place_get(store, sources->row.place_id, &place, err) ||
		!address_get(store, place.address_id, &address, err))
		return false;
	if (place.name[0] != '\0')
		str_addf(&sources->address, "%s, ", place.name);
	address_line(&address, sources->format.house_number_position == HOUSE_NUMBER_AFTER,
		&sources->address);
	return true;
}

/* The country whose emergency numbers count: the number's, else the person's. */
static const char *country_of(const struct letter_person *sources)
{
	if (sources->row.number_country[0] != '\0')
		return sources->row.number_country;
	return sources->row.location[0] != '\0' ? sources->row.location
						: sources->organization.country;
}

static bool read_sources(struct letter_person *sources, struct store *store, struct reference *ref,
	int64_t person_id, struct error *err)
{
	struct error missing = { 0 };
	if (!organization_get(store, &sources->organization, err) ||
		!person_get(store, person_id, &sources->person, err))
		return false;
	if (!assignment_get(store, person_id, &sources->row, &missing)) {
		if (missing.code != ERROR_NOT_FOUND)
			return error_set(err, missing.code, "%s", missing.text);
		snprintf(sources->row.location, sizeof sources->row.location, "%s",
			sources->person.location);
	}
	reference_address_format(ref, country_of(sources), &sources->format, NULL);
	reference_area_of_number(ref, sources->row.number, &sources->area, NULL);
	return read_address(sources, store, err);
}

/* What calls are covered: with an own carrier no Calling Plan is. */
static const char *calling_of(const struct organization *organization)
{
	return strcmp(organization->carrier, "own") == 0 ? "none" : organization->calling;
}

static void facts_fill(struct letter_person *sources)
{
	sources->facts = (struct letter_facts){
		.given_name = sources->person.given_name,
		.display_name = sources->person.display_name,
		.organization = sources->organization.name,
		.number = sources->row.number,
		.address = str_text(&sources->address),
		.country = country_of(sources),
		.emergency_numbers = sources->format.emergency_numbers,
		.calling = calling_of(&sources->organization),
		.area_digits = (int)strlen(sources->area.area_code),
		.active = sources->row.number[0] != '\0' && sources->person.voice &&
			  strcmp(sources->row.number, sources->row.number_actual) == 0,
	};
}

struct letter_person *letter_person_read(
	struct store *store, struct reference *ref, int64_t person_id, struct error *err)
{
	struct letter_person *person = xcalloc(1, sizeof *person);
	if (read_sources(person, store, ref, person_id, err)) {
		facts_fill(person);
		return person;
	}
	letter_person_free(person);
	return NULL;
}

void letter_person_free(struct letter_person *person)
{
	if (!person)
		return;
	str_fini(&person->address);
	free(person);
}

const struct letter_facts *letter_person_facts(const struct letter_person *person)
{
	return &person->facts;
}

bool letter_person_render(struct letters *letters, struct letter *letter,
	const struct letter_person *person, struct error *err)
{
	const char *language = person->organization.notify_language;
	if (strcmp(language, "auto") == 0)
		language = person->person.language;
	return letter_render(letters, letter, &person->facts, language, "en", err);
}

bool letter_of(struct letters *letters, struct letter *letter, struct store *store,
	struct reference *ref, int64_t person_id, struct error *err)
{
	struct letter_person *person = letter_person_read(store, ref, person_id, err);
	bool fine = person && letter_person_render(letters, letter, person, err);
	letter_person_free(person);
	return fine;
}

/* The folder of the organization's answer; a relative one is below `base`. */
static char *folder_of(const struct organization *organization, const char *base)
{
	const char *folder = organization->notify_folder;
	return path_join(base ? base : ".", folder[0] ? folder : "letters");
}

bool letter_send_file(void *data, struct store *store, int64_t person_id, const char *request_id,
	struct apply_letter *out, struct service_reply *reply, struct error *err)
{
	(void)request_id;
	reply->state = SERVICE_DONE;
	const struct letter_sender *sender = data;
	struct organization organization;
	struct person person;
	struct letter letter = { .fallback = false };
	struct str file = { 0 };
	if (!organization_get(store, &organization, err) ||
		!person_get(store, person_id, &person, err))
		return false;
	char *folder = folder_of(&organization, sender->base);
	bool fine = letter_of(sender->letters, &letter, store, sender->ref, person_id, err) &&
		    letter_write(&letter, folder, person.upn, &file, err);
	if (fine) {
		*out = (struct apply_letter){ .method = "files" };
		snprintf(out->language, sizeof out->language, "%s", letter.language);
		snprintf(out->file, sizeof out->file, "%s", str_text(&file));
	}
	str_fini(&file);
	letter_fini(&letter);
	free(folder);
	return fine;
}
