/* core/rules/callflow.h: what becomes of a call to the main number: an auto attendant with hours, a
 * menu, holidays and an operator, and call queues with their people; what it
 * needs: accounts, free licences, service numbers; and the texts in
 * which an admin says it, read here, with a sentence for the piece that is wrong. */
#ifndef CORE_RULES_CALLFLOW_H
#define CORE_RULES_CALLFLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"
#include "core/rules/verdict.h"

/* ---- licences ---- */

/* Resource-account licences that cost nothing: `base` and one more for every `each` people with a
 * phone licence; none without any (R-112: 25 and 10; R-113: 600 people, 85). */
int64_t callflow_free(int64_t people, int64_t base, int64_t each);

/* May so many resource accounts have one? WARN: more than the free ones, which cost; a
 * plain yes with R-114 otherwise. `missing` (may be NULL) gets how many must be bought. */
struct verdict callflow_licences(int64_t accounts, int64_t free, int64_t *missing);

/* ---- where calls go ---- */

#define CALLFLOW_NAME 160  /* bytes of a queue's or an attendant's name, of a UPN */
#define CALLFLOW_LABEL 256 /* bytes of a display name */
#define CALLFLOW_SAY 80
#define CALLFLOW_ROWS 12 /* keys of a telephone: 0-9 * # */
#define CALLFLOW_HOURS 28
#define CALLFLOW_HOLIDAYS 40
#define CALLFLOW_STEP 15 /* minutes: hours are kept in such steps (New-CsOnlineTimeRange) */

enum callflow_kind {
	CALLFLOW_NOWHERE, /* not said */
	CALLFLOW_QUEUE,
	CALLFLOW_PERSON,
	CALLFLOW_ATTENDANT,
	CALLFLOW_NUMBER,    /* outside: "+14255550100" */
	CALLFLOW_VOICEMAIL, /* of a person */
	CALLFLOW_OPERATOR,  /* whoever the attendant's operator is */
	CALLFLOW_END        /* the call ends, after what is said */
};

struct callflow_target {
	enum callflow_kind kind;
	char name[CALLFLOW_NAME];   /* of the queue or attendant, UPN, E.164; "" where none */
	char label[CALLFLOW_LABEL]; /* how the picture calls it; "": name */
	bool absent;                /* the caller looked, and there is no such person or queue */
	bool voiceless; /* of a person: has no phone licence, and is to get none */
};

struct callflow_row {
	char key; /* '0'-'9', '*', '#' */
	char say[CALLFLOW_SAY];
	struct callflow_target to;
};

struct callflow_hours {
	unsigned days; /* bit 0 Monday .. bit 6 Sunday */
	int from, to;  /* minutes of the day, 0..1440 */
};

struct callflow_holiday {
	int64_t day; /* days since 1970-01-01 */
	char name[CALLFLOW_SAY];
};

/* What stands behind an attendant or a queue. */
struct callflow_account {
	char upn[CALLFLOW_NAME];
	bool licensed;     /* has or is to have the resource account's licence */
	bool calling_plan; /* has or is to have a Calling Plan */
	char number[17];   /* its service number, E.164, had or planned; "" none */
	bool numbered;     /* it has, or is to get, one: perhaps not known yet which */
	bool user_number;  /* the number is one for people: refused */
};

struct callflow_attendant {
	char name[CALLFLOW_NAME];
	struct callflow_account account;
	char language[16];             /* "en-US" */
	char time_zone[64];            /* "Pacific Standard Time" */
	const char *greeting, *closed; /* what is said; "" nothing; a file name is a file */
	struct callflow_hours hours[CALLFLOW_HOURS];
	int hours_count; /* 0: always open */
	struct callflow_row menu[CALLFLOW_ROWS];
	int menu_count;
	struct callflow_target straight; /* without a menu */
	struct callflow_target after_hours;
	struct callflow_holiday holidays[CALLFLOW_HOLIDAYS];
	int holiday_count;
	struct callflow_target on_holidays;
	struct callflow_target operator;
};

enum callflow_method { CALLFLOW_ALL, CALLFLOW_SERIAL, CALLFLOW_ROUND, CALLFLOW_IDLE };

struct callflow_queue {
	char name[CALLFLOW_NAME];
	struct callflow_account account;
	enum callflow_method method;
	const char *people;        /* names for the picture, ", " between them; borrowed */
	int64_t agents, voiceless; /* people who answer; of them without a phone licence */
	bool unknown;              /* nobody knows yet who answers */
	int overflow_at;           /* calls that may wait, 0..200 */
	struct callflow_target overflow;
	int timeout; /* seconds that a call may wait, 0..2700 */
	struct callflow_target timed_out;
};

struct callflow {
	const struct callflow_attendant *attendants;
	int attendant_count;
	const struct callflow_queue *queues;
	int queue_count;
	int64_t today;      /* days since 1970 */
	int64_t agents_max; /* of a queue */
};

/* ---- checks ---- */

#define CALLFLOW_FINDINGS 40

struct callflow_finding {
	struct verdict verdict;
	char subject[CALLFLOW_NAME]; /* the attendant, the queue, or what a row leads to */
};

/* What stands against it, refusals first. At most `room`; returns how many there are. */
int callflow_check(const struct callflow *flow, struct callflow_finding *out, int room);

/* A greeting or music from a file: WAV, MP3 or WMA of at most `most` bytes; bytes -1: it
 * could not be read. */
struct verdict callflow_file(const char *name, int64_t bytes, int64_t most);

/* True if the text of a greeting names a file: it begins with "file:". */
bool callflow_is_file(const char *text);

/* Where a queue may stand: its number belongs to the attendant, which alone knows hours. */
struct verdict callflow_hours_of(bool queue_has_number, bool hours_wanted);

/* ---- texts ---- */

/* All append or fill on success; else false with ERROR_INPUT and a sentence that names the piece.
 */

/* "queue:Sales", "person:ava@contoso.com", "attendant:Night", "number:+1...", "voicemail:UPN",
 * "operator", "end". */
bool callflow_target_parse(const char *text, struct callflow_target *out, struct error *err);
void callflow_target_text(const struct callflow_target *target, struct str *out);

/* "mon-fri 09:00-17:00; sat 10:00-13:00"; "always" gives none. Days mon tue wed thu fri sat sun,
 * ranges and lists ("mon,wed-fri 09:00-12:00,13:00-17:00"); times on quarters of an hour; no two
 * overlap. */
bool callflow_hours_parse(
	const char *text, struct callflow_hours out[CALLFLOW_HOURS], int *count, struct error *err);
void callflow_hours_text(const struct callflow_hours *hours, int count, struct str *out);
void callflow_days_text(unsigned days, struct str *out); /* "mon-fri" */
void callflow_time_text(int minutes, char text[8]);      /* "09:00" */

/* "1=Sales:queue:Sales; 0=Office:operator"; "" gives none. */
bool callflow_menu_parse(
	const char *text, struct callflow_row out[CALLFLOW_ROWS], int *count, struct error *err);

/* "2026-12-25 Christmas; 2027-01-01 New Year"; "" gives none. Sorted by day. */
bool callflow_holidays_parse(const char *text, struct callflow_holiday out[CALLFLOW_HOLIDAYS],
	int *count, struct error *err);

/* "en-US", "zh-Hant-TW"; language then has its usual capitals. */
bool callflow_language_parse(const char *text, char language[16], struct error *err);

/* A name of an attendant or a queue: what may stand in a target and a plan. */
bool callflow_name_check(const char *name, struct error *err);

/* "attendant" all at once (Attendant), "serial", "round", "idle"; -1: another word. And the words
 * of the cmdlet. */
int callflow_method_of(const char *word);
const char *callflow_method_id(enum callflow_method method);     /* "all" */
const char *callflow_method_name(enum callflow_method method);   /* N_() "all at once" */
const char *callflow_method_cmdlet(enum callflow_method method); /* "Attendant" */

/* ---- Shared Calling ---- */

/* People without a number call out through an account's: not in every country; and only
 * with Pay-As-You-Go, funded credits and an emergency location. */
struct verdict callflow_shared(bool works_here, bool payg, bool credits, bool place);

verdict_rows callflow_verdicts;

#endif
