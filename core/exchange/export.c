/* Files out: each kind is a header and a function that appends the next rows. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/csv.h"
#include "core/base/path.h"
#include "core/base/tr.h"
#include "core/exchange/answers.h"
#include "core/exchange/export.h"
#include "core/exchange/letters.h"
#include "core/rules/e164.h"
#include "core/store/store.h"
#include "core/tenant/address.h"
#include "core/tenant/assignment.h"
#include "core/tenant/licence.h"
#include "core/tenant/notice.h"
#include "core/tenant/number.h"
#include "core/tenant/person.h"

#define STREAM_ROWS 1000 /* rows between two writes */
#define LICENCES_MAX 64

/* Begins the walk. */
typedef struct sqlite3_stmt *export_begin(struct store *store, struct error *err);

/* Appends the next row of the walk: 1; 0 at its end, -1 on an error. */
typedef int export_more(struct export *export, struct str *out, struct error *err);

struct export_kind_row {
	const char *id;
	const char *header;  /* columns with commas between; NULL: no CSV */
	export_begin *begin; /* NULL: one record, and no walk */
	export_more *more;
};

struct export
{
	const struct export_kind_row *kind;
	struct store *store;
	struct reference *ref;
	struct letters *letters;
	struct sqlite3_stmt *walk; /* of the records; NULL before and after */
	int64_t rows;              /* written */
	bool begun, ended;
	struct place place; /* the last one asked for */
};

/* A record is a list of fields, NULL at its end. */
static void add_record(struct export *export, struct str *out, const char *const *fields)
{
	for (int i = 0; fields[i]; i++)
		csv_put(out, fields[i], i == 0, true);
	csv_end(out);
	export->rows++;
}

/* ---- people ---- */

static void add_holdings(struct export *export, int64_t person, struct str *out)
{
	struct licence licences[LICENCES_MAX];
	int count = licence_list(export->store, person, LICENCES_MAX, licences, NULL);
	for (int i = 0; i < count && i < LICENCES_MAX; i++) {
		if (licences[i].actual)
			str_addf(out, "%s%s", out->len > 0 ? "+" : "", licences[i].sku_part);
	}
}

static const char *user_type(const char *kind)
{
	if (strcmp(kind, "guest") == 0)
		return "Guest";
	return strcmp(kind, "resource") == 0 ? "ResourceAccount" : "Member";
}

static void add_person(struct export *export, const struct person *person, struct str *out)
{
	struct str holdings = { 0 };
	add_holdings(export, person->id, &holdings);
	const char *fields[] = { person->upn, person->display_name, person->surname, person->mail,
		person->given_name, person->object_id, user_type(person->kind), person->job_title,
		person->department, person->enabled ? "True" : "False", person->location_actual,
		person->street, person->state, person->country, person->office, person->city,
		person->postal_code, person->phone, person->language, str_text(&holdings), NULL };
	add_record(export, out, fields);
	str_fini(&holdings);
}

static struct sqlite3_stmt *begin_people(struct store *store, struct error *err)
{
	static const struct person_filter everybody = { .scope = PERSON_EVERYBODY };
	return person_walk(store, &everybody, err);
}

static int more_people(struct export *export, struct str *out, struct error *err)
{
	struct person person;
	int got = person_next(export->walk, &person, err);
	if (got > 0)
		add_person(export, &person, out);
	return got;
}

/* ---- numbers ---- */

static const char *number_type(const char *source)
{
	return strcmp(source, "carrier") == 0 ? "DirectRouting" : "CallingPlan";
}

static const char *inventory_type(const char *kind)
{
	if (strcmp(kind, "user") == 0)
		return "Subscriber";
	return strcmp(kind, "tollfree") == 0 ? "TollFree" : "Service";
}

/* Many numbers in turn carry the same location. */
static const char *location_of(struct export *export, int64_t id)
{
	if (id != 0 && export->place.id != id &&
		!place_get(export->store, id, &export->place, NULL))
		export->place = (struct place){ .id = 0 };
	return id != 0 && export->place.id == id ? export->place.location_id : "";
}

/* Who has it, as Get-CsPhoneNumberAssignment names it: by object id, else by name. */
static void add_target(struct export *export, const struct number *number, struct str *out)
{
	struct person person;
	if (number->assigned && number->person_id != 0 &&
		person_get(export->store, number->person_id, &person, NULL))
		str_add(out, person.object_id[0] ? person.object_id : person.upn);
}

static void add_number(struct export *export, const struct number *number, struct str *out)
{
	bool user = strcmp(number->kind, "user") == 0;
	struct str target = { 0 };
	add_target(export, number, &target);
	const char *fields[] = { number->e164, number_type(number->source),
		inventory_type(number->kind), number->city, number->country, number->state,
		number->activation[0] ? number->activation : "Activated",
		!number->assigned ? "Unassigned"
		: user            ? "UserAssigned"
				  : "VoiceApplicationAssigned",
		str_text(&target), location_of(export, number->place_id),
		user ? "UserAssignment" : "VoiceApplicationAssignment",
		strcmp(number->source, "ported") == 0 ? "Completed" : "", NULL };
	add_record(export, out, fields);
	str_fini(&target);
}

static struct sqlite3_stmt *begin_numbers(struct store *store, struct error *err)
{
	static const struct number_filter owned = { .scope = NUMBER_OWNED };
	return number_walk(store, &owned, err);
}

static int more_numbers(struct export *export, struct str *out, struct error *err)
{
	struct number number;
	int got = number_next(export->walk, &number, err);
	if (got > 0)
		add_number(export, &number, out);
	return got;
}

/* ---- assignments ---- */

static const char *assignment_state(const struct assignment_row *row)
{
	if (row->conflict)
		return "conflict";
	if (row->number[0] == '\0')
		return "ordered";
	return row->pending ? "planned" : "assigned";
}

static void add_assignment(struct export *export, const struct assignment_row *row, struct str *out)
{
	const char *fields[] = { row->upn, row->name, row->number,
		row->number[0] ? number_type(row->number_source) : "", row->number_city, row->place,
		assignment_state(row), NULL };
	if (row->number[0] != '\0' || row->order_id != 0)
		add_record(export, out, fields);
}

static struct sqlite3_stmt *begin_assignments(struct store *store, struct error *err)
{
	static const struct assignment_filter phones = { .scope = ASSIGNMENT_PHONES };
	return assignment_walk(store, &phones, err);
}

static int more_assignments(struct export *export, struct str *out, struct error *err)
{
	struct assignment_row row;
	int got = assignment_next(export->walk, &row, err);
	if (got > 0)
		add_assignment(export, &row, out);
	return got;
}

/* ---- letters ---- */

static bool add_letter(
	struct export *export, const struct notice_row *row, struct str *out, struct error *err)
{
	struct letter letter = { .fallback = false };
	struct letter_person *person = letter_person_read(
		export->store, export->ref, row->person_id, err);
	bool fine = person && letter_person_render(export->letters, &letter, person, err);
	if (fine) {
		const struct letter_facts *facts = letter_person_facts(person);
		char readable[E164_DISPLAY];
		const char *fields[] = { row->upn, row->name, row->mail, letter.language,
			row->number, str_text(&letter.subject), str_text(&letter.body),
			facts->given_name, e164_format(readable, facts->number, facts->area_digits),
			facts->address, facts->emergency_numbers, facts->organization,
			facts->active ? "True" : "False", NULL };
		add_record(export, out, fields);
	}
	letter_person_free(person);
	letter_fini(&letter);
	return fine;
}

static struct sqlite3_stmt *begin_letters(struct store *store, struct error *err)
{
	static const struct notice_filter all = { .to_write = false };
	return notice_walk(store, &all, err);
}

static int more_letters(struct export *export, struct str *out, struct error *err)
{
	struct notice_row row;
	int got = notice_next(export->walk, &row, err);
	if (got > 0 && row.notify && row.number[0] != '\0' && !add_letter(export, &row, out, err))
		return -1;
	return got;
}

/* ---- answers ---- */

static int more_answers(struct export *export, struct str *out, struct error *err)
{
	return answers_export(out, export->store, NULL, err) ? 0 : -1;
}

/* ---- all kinds ---- */

static const struct export_kind_row kinds[EXPORT_KIND_COUNT] = {
	[EXPORT_PEOPLE] = { "people",
		"userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,"
		"accountEnabled,usageLocation,streetAddress,state,country,officeLocation,city,"
		"postalCode,telephoneNumber,preferredLanguage,licenses",
		begin_people, more_people },
	[EXPORT_NUMBERS] = { "numbers",
		"TelephoneNumber,NumberType,InventoryType,City,IsoCountryCode,IsoSubdivision,"
		"ActivationState,PstnAssignmentStatus,AssignedPstnTargetId,LocationId,Capability,"
		"PortInOrderStatus",
		begin_numbers, more_numbers },
	[EXPORT_ASSIGNMENTS] = { "assignments",
		"UserPrincipalName,DisplayName,TelephoneNumber,NumberType,City,EmergencyAddress,State",
		begin_assignments, more_assignments },
	[EXPORT_LETTERS] = { "letters",
		"UserPrincipalName,DisplayName,Mail,Language,TelephoneNumber,Subject,Body,"
		"GivenName,ReadableNumber,EmergencyAddress,EmergencyNumbers,Organization,Active",
		begin_letters, more_letters },
	[EXPORT_ANSWERS] = { "answers", NULL, NULL, more_answers },
};

const char *export_kind_id(enum export_kind kind)
{
	return kinds[kind].id;
}

int export_kind_of(const char *id)
{
	for (int kind = 0; kind < EXPORT_KIND_COUNT; kind++) {
		if (strcmp(kinds[kind].id, id) == 0)
			return kind;
	}
	return -1;
}

struct export *export_open(
	struct store *store, struct reference *ref, enum export_kind kind, struct error *err)
{
	(void)err;
	struct export *export = xcalloc(1, sizeof *export);
	export->kind = &kinds[kind];
	export->store = store;
	export->ref = ref;
	export->letters = letters_new();
	return export;
}

void export_close(struct export *export)
{
	if (!export)
		return;
	store_done(export->walk);
	letters_free(export->letters);
	free(export);
}

static bool begin(struct export *export, struct str *out, struct error *err)
{
	const struct export_kind_row *kind = export->kind;
	if (kind->header) {
		str_add(out, kind->header);
		csv_end(out);
	}
	export->begun = true;
	export->walk = kind->begin ? kind->begin(export->store, err) : NULL;
	return !kind->begin || export->walk;
}

static void end(struct export *export)
{
	export->ended = true;
	store_done(export->walk);
	export->walk = NULL;
}

enum export_state export_step(struct export *export, struct str *out, int rows, struct error *err)
{
	if (!export->begun && !begin(export, out, err))
		return EXPORT_FAILED;
	while (rows-- > 0 && !export->ended) {
		int got = export->kind->more(export, out, err);
		if (got <= 0)
			end(export);
		if (got < 0)
			return EXPORT_FAILED;
	}
	return export->ended ? EXPORT_DONE : EXPORT_MORE;
}

int64_t export_rows(const struct export *export)
{
	return export->rows;
}

static bool written(FILE *file, struct error *err)
{
	if (!ferror(file))
		return true;
	return errno == ENOSPC ? error_set(err, ERROR_FULL,
					 _("The disk is full: nothing more was written."))
			       : error_set(err, ERROR_IO, _("Cannot write: %s."), strerror(errno));
}

bool export_stream(struct store *store, struct reference *ref, enum export_kind kind, FILE *file,
	struct error *err)
{
	struct export *export = export_open(store, ref, kind, err);
	struct str out = { 0 };
	enum export_state state = EXPORT_MORE;
	bool fine = export != NULL;
	while (fine && state == EXPORT_MORE) {
		state = export_step(export, &out, STREAM_ROWS, err);
		fine = state != EXPORT_FAILED;
		if (out.len > 0)
			fwrite(out.text, 1, out.len, file);
		fine = fine && written(file, err);
		str_clear(&out);
	}
	if (fine && fflush(file) != 0)
		fine = written(file, err);
	str_fini(&out);
	export_close(export);
	return fine;
}

/* To a file beside it first, which then takes its name: half an export is never read. It is for its
 * owner alone: names and numbers of people stand in it. */
bool export_file(struct store *store, struct reference *ref, enum export_kind kind,
	const char *path, struct error *err)
{
	char *draft = xasprintf("%s.tmp", path);
	int fd = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
	bool fine = file && export_stream(store, ref, kind, file, err);
	if (!file)
		error_set(err, ERROR_IO, _("Cannot write %s: %s."), path, strerror(errno));
	if (file && fine && fsync(fileno(file)) != 0)
		fine = error_set(err, ERROR_IO, _("Cannot write %s: %s."), path, strerror(errno));
	if (file && fclose(file) != 0 && fine)
		fine = error_set(err, ERROR_IO, _("Cannot write %s: %s."), path, strerror(errno));
	if (fine && rename(draft, path) != 0)
		fine = error_set(err, ERROR_IO, _("Cannot write %s: %s."), path, strerror(errno));
	if (file && !fine)
		unlink(draft);
	free(draft);
	return fine;
}
