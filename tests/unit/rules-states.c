/* Proves that no rule was forgotten: every row of data/rule_states.csv is true. A rule that is
 * decided names a function that the program calls and a test that runs and cites it; one that is
 * shown is met where the row says, in sheets that are made, screens that are declared, tables that
 * are read; and what this check refuses is planted and refused. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/csv.h"
#include "core/exchange/answers.h"
#include "core/plan/apply.h"
#include "core/profile/profile.h"
#include "core/service/sync.h"
#include "core/sheet/topic.h"
#include "screens/wizard.h"
#include "tests/unit/expect.h"
#include "tests/unit/sources.h"
#include "tui/key.h"

enum { RULES = 436, MEETINGS_MAX = 1500, SOURCES_MAX = 300 };

/* ---- where a reader meets rules ---- */

struct meeting {
	char where[80];
	bool rules[RULES + 1];
};

static struct meeting meetings[MEETINGS_MAX];
static int meeting_count;

static struct meeting *meeting_of(const char *where)
{
	for (int i = 0; i < meeting_count; i++)
		if (strcmp(meetings[i].where, where) == 0)
			return &meetings[i];
	return NULL;
}

static void meet(int rule, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void meet(int rule, const char *format, ...)
{
	char where[80];
	va_list values;
	va_start(values, format);
	vsnprintf(where, sizeof where, format, values);
	va_end(values);
	struct meeting *meeting = meeting_of(where);
	if (!meeting) {
		assert_true(meeting_count < MEETINGS_MAX);
		meeting = &meetings[meeting_count++];
		snprintf(meeting->where, sizeof meeting->where, "%s", where);
	}
	if (rule > 0 && rule <= RULES)
		meeting->rules[rule] = true;
}

/* A place where the rule is met: "topic:credits"; "nowhere" if there is none. */
static const char *met_at(int rule)
{
	for (int i = 0; i < meeting_count; i++)
		if (meetings[i].rules[rule])
			return meetings[i].where;
	return "nowhere";
}

/* "... (R-423)" in a text is met as well. */
static void meet_text(const char *where, const char *text)
{
	for (const char *at = text; text && (at = strstr(at, "R-")); at += 2)
		meet(atoi(at + 2), "%s", where);
}

static void meet_sheet(const char *topic, const struct sheet *sheet)
{
	char where[80];
	snprintf(where, sizeof where, "topic:%s", topic);
	for (int i = 0; i < sheet->count; i++) {
		const struct sheet_line *line = &sheet->lines[i];
		meet(line->rule, "%s", where);
		meet_text(where, line->label);
		meet_text(where, line->value);
		for (int k = 0; k < line->cell_count; k++)
			meet_text(where, line->cells[k]);
	}
}

static void meet_fields(const char *view, const struct field *fields, int count)
{
	for (int i = 0; i < count; i++)
		meet(fields[i].rule, "field:%s.%s", view, fields[i].id);
}

static void meet_screens(void)
{
	for (int i = 0; wizard_view(i); i++) {
		const struct view *view = wizard_view(i);
		meet_fields(view->id, view->fields, view->field_count);
		for (int k = 0; k < view->action_count; k++) {
			struct str key = { 0 };
			key_text(&key, view->actions[k].key);
			meet(view->actions[k].rule, "action:%s.%s", view->id, str_text(&key));
			str_fini(&key);
		}
	}
	for (int i = 0; wizard_form(i); i++)
		meet_fields("form", wizard_form(i)->fields, wizard_form(i)->field_count);
}

static void meet_verdicts(void)
{
	for (const struct verdict_table *table = verdict_tables; table->name; table++) {
		int count;
		const struct verdict *rows = table->rows(&count);
		for (int i = 0; i < count; i++)
			meet(rows[i].rule, "verdict:%s", table->name);
	}
}

/* Every table of facts that has a column "rule". */
static void meet_facts(void)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *tables = NULL, *rows = NULL;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_true(reference_attach(db, NULL));
	assert_int_equal(
		sqlite3_prepare_v2(db,
			"SELECT t.name FROM ref.sqlite_schema AS t, pragma_table_info(t.name, 'ref') AS c"
			" WHERE t.type = 'table' AND c.name = 'rule'",
			-1, &tables, NULL),
		SQLITE_OK);
	while (sqlite3_step(tables) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(tables, 0);
		char *query = xasprintf("SELECT rule FROM ref.\"%s\"", name);
		assert_int_equal(sqlite3_prepare_v2(db, query, -1, &rows, NULL), SQLITE_OK);
		while (sqlite3_step(rows) == SQLITE_ROW)
			meet(sqlite3_column_int(rows, 0), "data:%s", name);
		sqlite3_finalize(rows);
		free(query);
	}
	sqlite3_finalize(tables);
	sqlite3_close(db);
}

/* ---- sheets ---- */

static void make_sheet(const struct topic_context *context)
{
	struct sheet sheet;
	struct error err = { 0 };
	if (topic_sheet(context, &sheet, &err)) {
		meet_sheet(context->topic->id, &sheet);
		sheet_fini(&sheet);
	} else if (err.code != ERROR_INPUT && err.code != ERROR_NOT_FOUND &&
		   err.code != ERROR_USAGE) {
		fail_msg("topic %s: %s", context->topic->id, err.text);
	}
}

static void make_given(struct topic_context *context, const char *id, const char *value)
{
	context->given_ids = &id;
	context->given = &value;
	context->given_count = 1;
	make_sheet(context);
	context->given_count = 0;
}

/* A sheet for each answer that can be chosen, the others as they stand. */
static void make_choices(struct topic_context *context, const struct question *question)
{
	static struct country countries[200];
	if (question->kind == QUESTION_YES) {
		make_given(context, question->id, "yes");
		make_given(context, question->id, "no");
	}
	for (int i = 0; i < question->choice_count; i++)
		make_given(context, question->id, question->choices[i].id);
	if (question->kind != QUESTION_COUNTRY || context->store)
		return;
	int count = reference_countries(context->ref, countries, 200);
	for (int i = 0; i < count; i++)
		make_given(context, question->id, countries[i].code);
}

/* All topics but `rules`, which would show any rule and so proves nothing. */
static void make_sheets(struct store *store, struct service *service, struct reference *ref)
{
	for (int i = 0; topic_at(i); i++) {
		const struct topic *topic = topic_at(i);
		struct topic_context context = { .topic = topic,
			.store = store,
			.service = service,
			.ref = ref,
			.now = service ? service->ops->now(service) : INT64_C(1760000000) };
		if (strcmp(topic->id, "rules") == 0)
			continue;
		make_sheet(&context);
		for (int k = 0; k < topic->question_count; k++) {
			const struct question *question = &topic->questions[k];
			meet(question->rule, "question:%s.%s", topic->id, question->id);
			make_choices(&context, question);
		}
	}
}

/* ---- tenants, so that sheets have something to speak of ---- */

static char folder[64];

static void sync_all(struct profile *profile)
{
	struct error err = { 0 };
	struct sync *sync = sync_open(profile->store, profile->service, &err);
	int turns = 0;
	if (!sync)
		fail_msg("%s", err.text);
	while (sync_turn(sync, &err)) {
		if (++turns % 100 == 0)
			demo_clock_skip(profile->service, 60, NULL);
		assert_true(turns < 20000);
	}
	sync_close(sync);
}

static void take_answers(struct profile *profile, const char *path)
{
	struct answers_result result;
	struct error err = { 0 };
	char *whole = xasprintf("%s/%s", getenv("TOP_SRCDIR"), path);
	struct answers *answers = answers_open(whole, profile->store, profile->reference, &err);
	if (!answers || !answers_apply(answers, NULL, NULL, &result, &err))
		fail_msg("%s: %s", path, err.text);
	answers_close(answers);
	free(whole);
}

static bool letter_send(void *data, struct store *store, int64_t person_id, const char *request_id,
	struct apply_letter *letter, struct service_reply *reply, struct error *err)
{
	(void)reply;
	(void)data, (void)store, (void)person_id, (void)request_id, (void)err;
	snprintf(letter->method, sizeof letter->method, "files");
	snprintf(letter->language, sizeof letter->language, "en");
	return true;
}

static void apply_all(struct profile *profile)
{
	struct plan_cost cost;
	struct error err = { 0 };
	assert_true(plan_cost(profile->store, &cost, &err));
	struct apply_options options = { .buy_count = cost.seats_to_buy,
		.notice_send = letter_send };
	struct apply *apply = apply_begin(
		profile->store, profile->service, profile->reference, &options, &err);
	int turns = 0;
	if (!apply)
		fail_msg("%s", err.text);
	while (apply_turn(apply, &err)) {
		if (apply_next(apply) > 0)
			demo_clock_skip(profile->service, 600, NULL);
		assert_true(++turns < 20000);
	}
	apply_end(apply);
}

static void make_tenant(const char *tenant, const char *answers)
{
	struct profile profile;
	struct error err = { 0 };
	struct profile_options options = { .name = tenant,
		.demo = true,
		.demo_tenant = tenant,
		.speed = "instant",
		.people = strcmp(tenant, "northwind") == 0 ? 200 : 0,
		.fresh = true };
	if (!profile_open(&profile, &options, &err))
		fail_msg("%s", err.text);
	sync_all(&profile);
	make_sheets(profile.store, profile.service, profile.reference);
	if (answers) {
		take_answers(&profile, answers);
		make_sheets(profile.store, profile.service, profile.reference);
		apply_all(&profile);
		make_sheets(profile.store, profile.service, profile.reference);
	}
	profile_close(&profile);
}

static int meet_all(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/unit-states-XXXXXX");
	if (!mkdtemp(folder) || !getenv("TOP_SRCDIR"))
		return -1;
	setenv("XDG_STATE_HOME", folder, 1);
	setenv("XDG_CONFIG_HOME", folder, 1);
	struct reference *ref = reference_open(NULL, NULL);
	assert_non_null(ref);
	make_sheets(NULL, NULL, ref);
	reference_close(ref);
	make_tenant("bakery", "tests/data/bakery.ini");
	make_tenant("atelier", "tests/data/atelier.ini");
	make_tenant("northwind", NULL);
	meet_screens();
	meet_verdicts();
	meet_facts();
	return 0;
}

/* ---- the check ---- */

struct check {
	const char *root; /* folder of the tree that holds what the rows name */
	int last;         /* rules are 1 to last */
	struct str wrong; /* a line per complaint */
	int states[4];    /* rows by enum state */
};

enum state { STATE_DECIDED, STATE_SHOWN, STATE_NOT_APPLICABLE, STATE_OPEN, STATE_COUNT };

static const char *const state_words[] = { "decided", "shown", "not_applicable", "open" };

struct state_row {
	int number;
	enum state state;
	const char *where, *proof, *reason;
};

static struct source *sources[SOURCES_MAX];
static int source_count;

/* Read once; text is NULL when there is none. */
static struct source *source_of(const char *root, const char *path)
{
	for (int i = 0; i < source_count; i++)
		if (strcmp(sources[i]->path, path) == 0)
			return sources[i];
	assert_true(source_count < SOURCES_MAX);
	struct source *source = xcalloc(1, sizeof *source);
	source_read(source, root, path);
	return sources[source_count++] = source;
}

static void sources_forget(void)
{
	for (int i = 0; i < source_count; i++) {
		source_free(sources[i]);
		free(sources[i]);
	}
	source_count = 0;
}

static void complain(struct check *check, int number, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static void complain(struct check *check, int number, const char *format, ...)
{
	va_list values;
	str_addf(&check->wrong, "R-%03d: ", number);
	va_start(values, format);
	str_vaddf(&check->wrong, format, values);
	va_end(values);
	str_addc(&check->wrong, '\n');
}

/* "FILE:NAME": the file; *name is "" when there is none. */
static struct source *source_at(
	const char *root, const char *where, char name[80], const char *ending)
{
	char path[128];
	const char *colon = strchr(where, ':');
	size_t len = colon ? (size_t)(colon - where) : strlen(where);
	snprintf(path, sizeof path, "%.*s", (int)len, where);
	snprintf(name, 80, "%s", colon ? colon + 1 : "");
	struct source *source = source_of(root, path);
	size_t end = strlen(ending);
	if (!source->text || len < end || strcmp(path + len - end, ending) != 0)
		return NULL;
	return source;
}

static bool ends_with(const char *text, const char *end)
{
	const char *colon = strchr(text, ':');
	size_t len = colon ? (size_t)(colon - text) : strlen(text), want = strlen(end);
	return len >= want && strncmp(text + len - want, end, want) == 0;
}

/* A table, trigger or view of a schema that has this name. */
static bool sql_creates(const struct source *source, const char *name)
{
	for (const char *at = source->text; (at = strstr(at, "CREATE ")); at++) {
		size_t from = (size_t)(at - source->text), to = from + strcspn(at, "(\n");
		if (find_word(source->text, from, to, name) >= 0)
			return true;
	}
	return false;
}

/* ---- what the program calls ---- */

/* The code of all its files, one after another. */
static struct str program;

static int program_add(const char *path, const struct stat *info, int kind, struct FTW *walk)
{
	struct source source;
	const char *end = strrchr(path, '.');
	(void)info, (void)walk;
	if (kind != FTW_F || !end || strcmp(end, ".c") != 0)
		return 0;
	source_read(&source, "/", path + 1);
	str_add(&program, source.code);
	source_free(&source);
	return 0;
}

static void program_read(const char *root)
{
	static const char *const rooms[] = { "core", "tui", "screens", "commands" };
	str_clear(&program);
	for (size_t i = 0; i < COUNT_OF(rooms); i++) {
		char *folder_of_room = path_join(root, rooms[i]);
		char *whole = realpath(folder_of_room, NULL);
		if (whole)
			nftw(whole, program_add, 8, FTW_PHYS);
		free(whole);
		free(folder_of_room);
	}
}

/* Is it named beside its definition? What only a test calls decides nothing. */
static bool program_calls(const char *name)
{
	const char *code = str_text(&program);
	long at = find_word(code, 0, program.len, name);
	return at >= 0 && find_word(code, (size_t)at + 1, program.len, name) >= 0;
}

static void check_function(struct check *check, const struct state_row *row)
{
	char name[80];
	bool sql = ends_with(row->where, ".sql");
	struct source *source = source_at(check->root, row->where, name,
		sql                           ? ".sql"
		: ends_with(row->where, ".h") ? ".h"
					      : ".c");
	if (!source)
		complain(check, row->number, "there is no file of %s", row->where);
	else if (sql ? !sql_creates(source, name) : !source_function(source, name))
		complain(check, row->number, "%s defines no %s", source->path, name);
	else if (!sql && !program_calls(name))
		complain(check, row->number, "the program never calls %s", name);
}

static void check_script(struct check *check, const struct state_row *row, const char *ending)
{
	char name[80];
	struct source *source = source_at(check->root, row->proof, name, ending);
	if (!source || name[0])
		complain(check, row->number, "there is no test script %s", row->proof);
	else if (!cites(source->text, 0, strlen(source->text), row->number))
		complain(check, row->number, "%s does not cite it", row->proof);
}

static void check_test(struct check *check, const struct state_row *row)
{
	char name[80];
	struct source *source = source_at(check->root, row->proof, name, ".c");
	struct piece *test = source ? source_function(source, name) : NULL;
	if (!test) {
		complain(check, row->number, "there is no test %s", row->proof);
		return;
	}
	for (int i = 0; i < source->count; i++)
		source->pieces[i].seen = false;
	if (!source_uses(source, test, name))
		complain(check, row->number, "%s is never run", row->proof);
	else if (!piece_cites(source, test, row->number))
		complain(check, row->number, "%s does not cite it", row->proof);
}

static void check_proof(struct check *check, const struct state_row *row)
{
	if (strncmp(row->proof, "tests/", 6) != 0)
		complain(check, row->number, "\"%s\" is no test", row->proof);
	else if (ends_with(row->proof, ".sh") || ends_with(row->proof, ".keys"))
		check_script(check, row, ends_with(row->proof, ".sh") ? ".sh" : ".keys");
	else
		check_test(check, row);
}

static void check_letter(struct check *check, const struct state_row *row)
{
	char *path = xasprintf("data/letters/%s.txt", strchr(row->where, ':') + 1);
	struct source *source = source_of(check->root, path);
	if (!source->text || !cites(source->text, 0, strlen(source->text), row->number))
		complain(check, row->number, "%s does not cite it", path);
	free(path);
}

static void check_shown(struct check *check, const struct state_row *row)
{
	struct meeting *meeting = meeting_of(row->where);
	if (strncmp(row->where, "letter:", 7) == 0)
		check_letter(check, row);
	else if (!meeting)
		complain(check, row->number, "there is no %s", row->where);
	else if (!meeting->rules[row->number])
		complain(check, row->number, "nobody meets it at %s (but at %s)", row->where,
			met_at(row->number));
	if (row->proof[0])
		check_proof(check, row);
}

static void check_row(struct check *check, const struct state_row *row)
{
	check->states[row->state]++;
	switch (row->state) {
	case STATE_DECIDED:
		check_function(check, row);
		check_proof(check, row);
		break;
	case STATE_SHOWN:
		check_shown(check, row);
		break;
	case STATE_NOT_APPLICABLE:
		if (strlen(row->reason) < 10)
			complain(check, row->number, "no reason is given");
		break;
	case STATE_OPEN:
	default:
		complain(check, row->number, "nobody has said how it is used (met at %s)",
			met_at(row->number));
		break;
	}
}

/* False: the record is no row. */
static bool row_read(const struct csv_record *record, struct state_row *row)
{
	int state = 0;
	if (record->count != 5)
		return false;
	while (state < STATE_COUNT && strcmp(record->field[1], state_words[state]) != 0)
		state++;
	*row = (struct state_row){ atoi(record->field[0]), (enum state)state, record->field[2],
		record->field[3], record->field[4] };
	return state < STATE_COUNT && row->number > 0;
}

static void check_rows(struct check *check, struct csv *csv)
{
	bool got[1000] = { false };
	struct csv_record record;
	struct state_row row;
	struct error err = { 0 };
	assert_true(csv_next(csv, &record, &err)); /* the header */
	while (csv_next(csv, &record, &err)) {
		if (!row_read(&record, &row) || row.number > check->last) {
			str_addf(&check->wrong, "line %d is no row\n", (int)record.line);
			continue;
		}
		if (got[row.number])
			complain(check, row.number, "it has two rows");
		got[row.number] = true;
		check_row(check, &row);
	}
	for (int i = 1; i <= check->last; i++)
		if (!got[i])
			complain(check, i, "it has no row");
}

static void check_states(struct check *check)
{
	char *path = xasprintf("%s/data/rule_states.csv", check->root);
	struct error err = { 0 };
	struct csv *csv = csv_open(path, &err);
	if (!csv)
		fail_msg("%s", err.text);
	sources_forget();
	program_read(check->root);
	check_rows(check, csv);
	sources_forget();
	csv_close(csv);
	str_fini(&program);
	free(path);
}

/* ---- tests ---- */

static void every_rule_is_used_as_its_row_says(void **state)
{
	struct check check = { .root = getenv("TOP_SRCDIR"), .last = RULES };
	(void)state;
	check_states(&check);
	printf("rules: %d, decided %d, shown %d, not applicable %d\n", RULES,
		check.states[STATE_DECIDED], check.states[STATE_SHOWN],
		check.states[STATE_NOT_APPLICABLE]);
	fflush(stdout);
	if (check.wrong.len > 0) {
		fputs(str_text(&check.wrong), stderr);
		fail_msg("rows of data/rule_states.csv are not true");
	}
	str_fini(&check.wrong);
}

/* Rules that carry a worked example with figures: a table row must have worked it. */
static void every_worked_example_is_proven_by_a_test(void **state)
{
	static const int examples[] = { 113, 138, 139, 140, 148, 187, 188, 190, 192, 193, 194, 195,
		196, 197, 198, 199, 200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 220, 260,
		280, 281, 300, 301, 369, 376, 385, 398, 400 };
	struct reference *ref = reference_open(NULL, NULL);
	struct rule_state row;
	(void)state;
	assert_non_null(ref);
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		assert_true(reference_rule_state(ref, examples[i], &row, NULL));
		if (!row.proof[0])
			fail_msg("R-%03d: no test has worked its example", examples[i]);
	}
	reference_close(ref);
}

/* A tree of three files, of which rows can be true and false. */
static const char planted_function[] =
	"/* A rule. */\n"
	"static const int rows[] = { 1 };\n"
	"struct rule_one rule_one(int of)\n{\n\treturn of ? rows[0] : 0;\n}\n"
	"int rule_idle(int of)\n{\n\treturn of; /* rule_idle */\n}\n";
static const char planted_caller[] = "int main(void)\n{\n\treturn rule_one(1).of;\n}\n";
static const char planted_tests[] =
	"static const struct {\n\tconst char *name;\n} cases[] = { { \"R-001: } one\" } };\n"
	"static void helper(void)\n{\n\t/* R-003 */\n}\n"
	"static void one_is_one(void **state)\n{\n\tuse(cases[0].name);\n}\n"
	"static void two_is_two(void **state)\n{\n\tuse(\"R-002\");\n\thelper();\n}\n"
	"static void nobody_runs_this(void **state)\n{\n\tuse(\"R-002\");\n}\n"
	"int main(void)\n{\n\treturn run(one_is_one, two_is_two);\n}\n";

#define HEADER "number,state,where,proof,reason\n"
#define GOOD_1 "1,decided,core/rules/a.c:rule_one,tests/unit/a.c:one_is_one,\n"
#define GOOD_2 "2,decided,core/rules/a.c:rule_one,tests/unit/a.c:two_is_two,\n"
#define GOOD_3 "3,not_applicable,,,That page is gone.\n"

static const struct planted {
	const char *name, *csv, *complaint; /* "": none */
} planted[] = {
	{ "all is well", GOOD_1 GOOD_2 GOOD_3, "" },
	{ "cited by a helper",
		GOOD_1 GOOD_2 "3,decided,core/rules/a.c:rule_one,tests/unit/a.c:two_is_two,\n",
		"" },
	{ "a number is missing", GOOD_1 GOOD_3, "R-002: it has no row" },
	{ "a number is there twice", GOOD_1 GOOD_2 GOOD_2 GOOD_3, "R-002: it has two rows" },
	{ "a row is open", GOOD_1 GOOD_2 "3,open,,,\n", "R-003: nobody has said" },
	{ "a word is no state", GOOD_1 GOOD_2 "3,done,,,\n", "line 4 is no row" },
	{ "the function is called, not defined",
		GOOD_1 "2,decided,core/rules/a.c:rows,tests/unit/a.c:two_is_two,\n" GOOD_3,
		"R-002: core/rules/a.c defines no rows" },
	{ "a function that only tests call",
		GOOD_1 "2,decided,core/rules/a.c:rule_idle,tests/unit/a.c:two_is_two,\n" GOOD_3,
		"R-002: the program never calls rule_idle" },
	{ "a wrong function",
		GOOD_1 "2,decided,core/rules/a.c:rule_two,tests/unit/a.c:two_is_two,\n" GOOD_3,
		"R-002: core/rules/a.c defines no rule_two" },
	{ "a wrong file",
		GOOD_1 "2,decided,core/rules/b.c:rule_one,tests/unit/a.c:two_is_two,\n" GOOD_3,
		"R-002: there is no file" },
	{ "a file outside the tree",
		GOOD_1 "2,decided,core/../../a.c:rule_one,tests/unit/a.c:two_is_two,\n" GOOD_3,
		"R-002: there is no file" },
	{ "a wrong test", GOOD_1 "2,decided,core/rules/a.c:rule_one,tests/unit/a.c:three,\n" GOOD_3,
		"R-002: there is no test" },
	{ "another rule's test",
		GOOD_1 "2,decided,core/rules/a.c:rule_one,tests/unit/a.c:one_is_one,\n" GOOD_3,
		"R-002: tests/unit/a.c:one_is_one does not cite it" },
	{ "a test that nobody runs",
		GOOD_1
		"2,decided,core/rules/a.c:rule_one,tests/unit/a.c:nobody_runs_this,\n" GOOD_3,
		"R-002: tests/unit/a.c:nobody_runs_this is never run" },
	{ "a script that is not there",
		GOOD_1 "2,decided,core/rules/a.c:rule_one,tests/commands/no.sh,\n" GOOD_3,
		"R-002: there is no test script" },
	{ "a place where nobody meets it", GOOD_1 GOOD_2 "3,shown,verdict:quota,,\n",
		"R-003: nobody meets it at verdict:quota" },
	{ "a place that does not exist", GOOD_1 GOOD_2 "3,shown,topic:nothing,,\n",
		"R-003: there is no topic:nothing" },
	{ "the topic that would show any rule", GOOD_1 GOOD_2 "3,shown,topic:rules,,\n",
		"R-003: there is no topic:rules" },
	{ "no reason", GOOD_1 GOOD_2 "3,not_applicable,,,\n", "R-003: no reason" },
};

static void plant(const char *root, const char *path, const char *text)
{
	struct error err = { 0 };
	char *whole = path_join(root, path), *parent = path_folder(whole);
	if (!path_make(parent, 0700, &err) || !file_write(whole, text, strlen(text), 0600, &err))
		fail_msg("%s", err.text);
	free(parent);
	free(whole);
}

static void what_is_not_true_is_refused(void **state)
{
	char *root = path_join(folder, "planted");
	(void)state;
	plant(root, "core/rules/a.c", planted_function);
	plant(root, "commands/a.c", planted_caller);
	plant(root, "tests/unit/a.c", planted_tests);
	for (size_t i = 0; i < COUNT_OF(planted); i++) {
		struct check check = { .root = root, .last = 3 };
		char *csv = xasprintf("%s%s", HEADER, planted[i].csv);
		plant(root, "data/rule_states.csv", csv);
		check_states(&check);
		if (planted[i].complaint[0])
			expect_part(planted[i].name, str_text(&check.wrong), planted[i].complaint);
		else
			expect_text(planted[i].name, str_text(&check.wrong), "");
		str_fini(&check.wrong);
		free(csv);
	}
	free(root);
}

static int remove_one(const char *name, const struct stat *info, int kind, struct FTW *walk)
{
	(void)info, (void)kind, (void)walk;
	return remove(name);
}

static int forget_all(void **state)
{
	(void)state;
	return nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_is_used_as_its_row_says),
		cmocka_unit_test(every_worked_example_is_proven_by_a_test),
		cmocka_unit_test(what_is_not_true_is_refused),
	};
	return cmocka_run_group_tests_name("rules-states", tests, meet_all, forget_all);
}
