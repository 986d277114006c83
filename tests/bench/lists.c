/* tests/bench/lists.c: what a screen waits for in lists of a million rows, each figure beside its
 * floor. lists STORE ROWS makes the store if it is not there yet: so many people, all of them
 * callers, and so many numbers. Nothing here passes or fails. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/store/store.h"
#include "core/tenant/assignment.h"
#include "core/tenant/number.h"
#include "core/tenant/person.h"

#define SCREEN 40 /* rows */
#define RUNS 5

static struct store *store;
static struct error err;

static void give_up(void)
{
	fprintf(stderr, "lists: %s\n", err.text);
	exit(1);
}

static const char people_sql[] =
	"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)"
	" INSERT INTO person (object_id, upn, display_name, department, city, calls, folded)"
	" SELECT printf('%08x-0000-4000-8000-%012x', i * 2654435761 & 0xffffffff, i),"
	" printf('p%d@big.example', i), printf('Person %d', i), printf('Department %d', i % 40),"
	" printf('City %d', i % 300), 1, printf('person %d' || char(10) || 'p%d@big.example' || char(10)"
	" || 'department %d' || char(10) || 'city %d' || char(10), i, i, i % 40, i % 300) FROM n";
static const char numbers_sql[] =
	"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)"
	" INSERT INTO number (e164, country, city, owned_wanted, owned_actual)"
	" SELECT printf('+1425%07d', i), 'US', printf('City %d', i % 300), 1, 1 FROM n";

static void make_part(const char *sql, int64_t rows)
{
	sqlite3_stmt *stmt = store_statement(store, sql, &err);
	if (!stmt)
		give_up();
	store_bind_number(stmt, ":rows", rows);
	if (!store_run(stmt, &err))
		give_up();
}

static void make(int64_t rows)
{
	if (person_count(store, NULL, &err) == rows)
		return;
	if (!store_begin(store, &err))
		give_up();
	make_part(people_sql, rows);
	make_part(numbers_sql, rows);
	if (!store_commit(store, &err))
		give_up();
}

/* ---- what is measured: each returns how many rows it got, -1 on an error ---- */

struct look {
	int64_t first;    /* of the window */
	const char *text; /* of the filter; a floor's SQL */
};

static int64_t look_floor(const struct look *look)
{
	sqlite3_stmt *stmt = store_statement(store, look->text, &err);
	int64_t count = 0;
	int got = -1;
	while (stmt && (got = store_step(stmt, &err)) > 0)
		count++;
	return got < 0 ? -1 : count;
}

static int64_t look_people(const struct look *look)
{
	static struct person out[SCREEN];
	struct person_filter filter = { .text = look->text };
	return person_window(store, &filter, PERSON_BY_NAME, look->first, SCREEN, out, &err);
}

static int64_t look_departments(const struct look *look)
{
	static struct person out[SCREEN];
	struct person_filter filter = { .text = look->text };
	return person_window(store, &filter, PERSON_BY_DEPARTMENT, look->first, SCREEN, out, &err);
}

static int64_t look_numbers(const struct look *look)
{
	static struct number out[SCREEN];
	struct number_filter filter = { .text = look->text };
	return number_window(store, &filter, look->first, SCREEN, out, &err);
}

static int64_t look_assignments(const struct look *look)
{
	static struct assignment_row out[SCREEN];
	struct assignment_filter filter = { .text = look->text };
	return assignment_window(store, &filter, look->first, SCREEN, out, &err);
}

static int64_t count_people(const struct look *look)
{
	struct person_filter filter = { .text = look->text };
	return person_count(store, &filter, &err);
}

static int64_t count_numbers(const struct look *look)
{
	struct number_filter filter = { .text = look->text };
	return number_count(store, &filter, &err);
}

static int64_t count_assignments(const struct look *look)
{
	struct assignment_filter filter = { .text = look->text };
	return assignment_count(store, &filter, &err);
}

/* ---- measuring ---- */

static double now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void forget_counts(void)
{
	if (!store_exec(store, "UPDATE organization SET name = name", &err))
		give_up();
}

/* The median of some runs. */
static void measure(const char *title, int64_t (*look)(const struct look *), struct look what)
{
	double ms[RUNS];
	for (int i = 0; i < RUNS; i++) {
		forget_counts();
		ms[i] = now_ms();
		if (look(&what) < 0)
			give_up();
		ms[i] = now_ms() - ms[i];
	}
	qsort(ms, RUNS, sizeof *ms, by_size);
	printf("%-64s %8.1f ms\n", title, ms[RUNS / 2]);
	fflush(stdout);
}

static const struct list {
	const char *name;
	int64_t (*window)(const struct look *);
	int64_t (*count)(const struct look *);
	const char *floor, *scan; /* the first window, and one pass for a text, in plain SQL */
	const char *many, *few, *none;
} lists[] = {
	{ "people", look_people, count_people,
		"SELECT * FROM person ORDER BY display_name COLLATE NOCASE, id LIMIT 40",
		"SELECT count(*) FROM person WHERE instr(folded, 'no such text') > 0", "person",
		"person 77777", "no such text" },
	{ "people by department", look_departments, NULL, NULL, NULL, "person", "person 77777",
		"no such text" },
	{ "numbers", look_numbers, count_numbers, "SELECT * FROM number ORDER BY e164 LIMIT 40",
		"SELECT count(*) FROM number WHERE instr(e164, '999999999') > 0", "1425", "77777",
		"999999999" },
	{ "numbers, by city", look_numbers, NULL, NULL,
		"SELECT count(*) FROM number WHERE instr(city, 'no such text') > 0", "city",
		"city 77", "no such text" },
	{ "assignments", look_assignments, count_assignments,
		"SELECT * FROM person ORDER BY display_name COLLATE NOCASE, id LIMIT 40", NULL,
		"person", "person 77777", "no such text" },
};

static void measure_list(const struct list *list, int64_t rows)
{
	char title[100];
	const struct {
		const char *what;
		int64_t (*run)(const struct look *);
		struct look look;
	} figures[] = {
		{ "first window", list->window, { 0, NULL } },
		{ "first window (floor: SELECT LIMIT)", list->floor ? look_floor : NULL,
			{ 0, list->floor } },
		{ "window in the middle", list->window, { rows / 2, NULL } },
		{ "last window", list->window, { rows - SCREEN, NULL } },
		{ "window of a text that many have", list->window, { 0, list->many } },
		{ "window of a text that few have", list->window, { 0, list->few } },
		{ "window of a text that nobody has", list->window, { 0, list->none } },
		{ "one pass for a text (floor)", list->scan ? look_floor : NULL,
			{ 0, list->scan } },
		{ "count of all", list->count, { 0, NULL } },
		{ "count of a text", list->count, { 0, list->few } },
	};
	for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
		snprintf(title, sizeof title, "%s: %s", list->name, figures[i].what);
		if (figures[i].run)
			measure(title, figures[i].run, figures[i].look);
	}
}

int main(int argc, char **argv)
{
	int64_t rows = argc > 2 ? strtoll(argv[2], NULL, 10) : 1000000;
	if (argc < 2) {
		fprintf(stderr, "usage: lists STORE [ROWS]\n");
		return 2;
	}
	store = store_open(argv[1], 0, &err);
	if (!store)
		give_up();
	make(rows);
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		measure_list(&lists[i], rows);
	store_close(store);
	return 0;
}
