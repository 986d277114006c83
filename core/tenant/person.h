/* core/tenant/person.h: people (and resource accounts) of the directory (table person). */
#ifndef CORE_TENANT_PERSON_H
#define CORE_TENANT_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

struct sqlite3_stmt;
struct store;

/* How a person stands on the way to a phone, the first that holds. */
enum person_state {
	PERSON_ABSENT,      /* only in a file: the tenant does not show the person (yet) */
	PERSON_DISABLED,    /* the account is off */
	PERSON_NO_LOCATION, /* no usage location, not even wished */
	PERSON_QUIET,       /* does not call outside */
	PERSON_UNLICENSED,  /* calls, and neither has nor is to get a phone licence */
	PERSON_PLANNED,     /* the phone licence is wished */
	PERSON_WAITS,       /* has it, but it is not effective yet */
	PERSON_READY,       /* can be given a number */
	PERSON_STATE_COUNT
};

/* What lists and details show; longer texts are cut at a character. */
struct person {
	int64_t id;
	char object_id[40]; /* "" until known */
	char upn[256];
	char display_name[256];
	char given_name[128];
	char surname[128];
	char mail[256];
	char department[128];
	char job_title[128];
	char office[128];
	char street[256];
	char city[128];
	char state[64];
	char postal_code[32];
	char country[64];  /* as the directory has it */
	char language[16]; /* "fr-CA"; "" not known */
	char phone[64];
	char kind[10]; /* member | guest | resource */
	bool enabled;
	char mailbox[8]; /* cloud | onprem | unknown */
	char onprem_line[64];
	char location[3]; /* usage location: wished; "" none */
	char location_actual[3];
	bool calls;  /* wish */
	bool notify; /* wish */
	bool present;
	bool voice;                 /* the phone licences are effective */
	unsigned capability;        /* enum capability bits of the licences held */
	unsigned capability_wanted; /* of those that are wished, held or not */
	char holds[160];            /* names of the products held, ", " between them */
	char gets[160];         /* names of those wished and not held yet; "-" before those to go */
	enum person_state step; /* how far on the way to a phone */
	char device[8];         /* wish: room | panel | phone | desk; "" is a person */
	bool organizes;         /* wish: hosts meetings that are dialled into */
};

/* Which people; zeroed: all. Texts are exact, without regard to case; NULL: any. */
enum person_scope {
	PERSON_EVERYBODY,
	PERSON_MEMBERS, /* accounts of people that are on: who can be made a caller */
	PERSON_CALLERS,
	PERSON_PROBLEM,    /* callers in PERSON_ABSENT, _DISABLED, _NO_LOCATION or _UNLICENSED */
	PERSON_UNLOCATED,  /* no usage location, not even wished */
	PERSON_UNNUMBERED, /* callers without number, wished or had, and without an open wish */
	PERSON_ACCOUNTS,   /* accounts of people, on or off: no guests, no resources */
	PERSON_ORGANIZERS, /* who hosts meetings that are dialled into, by wish */
	PERSON_DEVICES,    /* rooms and shared devices */
	PERSON_HYBRID      /* a number stands in the local directory, callers or not */
};

struct person_filter {
	const char *text; /* folded (text_fold): part of name, upn, department, city or office;
			     NULL: any */
	bool exclude;     /* those without the text */
	enum person_scope scope;
	const char *department, *city, *location;
};

enum person_sort { PERSON_BY_NAME, PERSON_BY_DEPARTMENT };

/* -1 on an error. */
int64_t person_count(struct store *store, const struct person_filter *filter, struct error *err);

/* Rows first .. first + room - 1. Returns how many were written, -1 on an error. */
int person_window(struct store *store, const struct person_filter *filter, enum person_sort sort,
	int64_t first, int room, struct person *out, struct error *err);

/* All of a list in the order of their names, one after another in one pass, as they stand at the
 * first step: for exports, where windows would begin anew each time. NULL on an error. Ends by
 * itself at the end and on an error, else with store_done; the texts of the filter must live as
 * long. */
struct sqlite3_stmt *person_walk(
	struct store *store, const struct person_filter *filter, struct error *err);

/* 1: *out is the next one; 0: the end; -1: an error. */
int person_next(struct sqlite3_stmt *walk, struct person *out, struct error *err);

/* The same of the names alone of those who are no devices, for guesses from names: of a large
 * tenant in a fraction of the time. */
struct person_name {
	char folded[160]; /* text_fold of the display name */
	char upn[128];
};
struct sqlite3_stmt *person_walk_names(struct store *store, struct error *err);
int person_next_name(struct sqlite3_stmt *walk, struct person_name *out, struct error *err);

bool person_get(struct store *store, int64_t id, struct person *out, struct error *err);
bool person_find(struct store *store, const char *upn, int64_t *id, struct error *err);

/* The position of a person in a list, from 0; -1: not in it, or an error. */
int64_t person_position(struct store *store, const struct person_filter *filter,
	enum person_sort sort, int64_t id, struct error *err);

/* The different values of a column, most frequent first: for choices. Returns how many were
 * written. */
enum person_column { PERSON_DEPARTMENT, PERSON_CITY, PERSON_LOCATION, PERSON_CALLER_LOCATION };
struct person_value {
	char text[128];
	int64_t people;
};
int person_values(struct store *store, enum person_column column, int room,
	struct person_value *out, struct error *err);

/* Where most callers live who still need a number: where more of them have none than free numbers
 * and open orders stand ready in their city. In `country` first, else in any. people: how many are
 * short. False: there is no such city, or an error. */
struct person_shortage {
	char country[3];
	char state[64]; /* as the directory has it */
	char city[128];
	int64_t people;
};
bool person_shortage(
	struct store *store, const char *country, struct person_shortage *out, struct error *err);

/* ---- what the tenant or a file says of them ---- */

/* A record of an import, UTF-8. NULL or "": not said, what is known stays; -1 likewise. */
struct person_record {
	const char *object_id;
	const char *upn; /* needed */
	const char *display_name, *given_name, *surname, *mail, *department, *job_title, *office;
	const char *street, *city, *state, *postal_code, *country, *language, *phone;
	const char *usage_location; /* as the tenant has it: "US" */
	const char *kind;           /* member | guest | resource */
	const char *mailbox;        /* cloud | onprem | unknown */
	const char *onprem_line;
	int enabled;          /* 0, 1, -1 */
	int present;          /* 1: the tenant itself says so; 0 and -1 leave it as it is */
	const int64_t *named; /* who has the upn already, 0: nobody; NULL: not looked up yet */
};

enum person_outcome { PERSON_ADDED, PERSON_UPDATED, PERSON_UNCHANGED };

/* Adds or updates one person: found by object id, else by upn. *id and *outcome may be NULL.
 * ERROR_INPUT: no upn, or a word that is not allowed; ERROR_TAKEN: upn and object id belong to two
 * different people. Put many inside one transaction. */
bool person_put(struct store *store, const struct person_record *record, int64_t *id,
	enum person_outcome *outcome, struct error *err);

/* Forgets a resource account that only a wish speaks of; one that the tenant has stays. */
bool person_forget(struct store *store, const char *upn, struct error *err);

/* Reads a page of SERVICE_VOICE: who is ready for a number. */
bool voice_page(struct store *store, const char *json, size_t len, struct error *err);

/* Reads a page of SERVICE_PEOPLE: people and their licences. Entries without a upn are left out. */
bool person_page(struct store *store, const char *json, size_t len, struct error *err);

/* ---- wishes ---- */

/* NULL or "": no usage location. ERROR_INPUT if it is no country code. */
bool person_want_location(struct store *store, int64_t id, const char *country, struct error *err);

/* For all of the filter who lack one. *changed (may be NULL): how many. */
bool person_want_missing_location(struct store *store, const struct person_filter *filter,
	const char *country, int64_t *changed, struct error *err);

enum person_mark { PERSON_UNMARK, PERSON_MARK, PERSON_INVERT };

/* Who calls outside: one, or all of a filter (only members whose account is on are marked). */
bool person_want_calls(struct store *store, int64_t id, enum person_mark mark, struct error *err);
bool person_want_calls_of(struct store *store, const struct person_filter *filter,
	enum person_mark mark, int64_t *changed, struct error *err);

/* Exactly these call from now on: "all", "none", "department:NAME", "city:NAME", or user principal
 * names separated by commas (as in the answers; "file:NAME.csv" is the caller's to read).
 * *callers (may be NULL): how many call then. ERROR_NOT_FOUND names who, or which department, there
 * is not; nothing is changed then. */
bool person_want_callers(
	struct store *store, const char *callers, int64_t *count, struct error *err);

/* The same for a list of names, such as a file's. */
bool person_want_caller_list(struct store *store, const char *const *upns, size_t upn_count,
	int64_t *count, struct error *err);

/* What kind of device the account stands for: "", room, panel, phone, desk. ERROR_INPUT for another
 * word. */
bool person_want_device(struct store *store, int64_t id, const char *device, struct error *err);

/* Hosts meetings that are dialled into. */
bool person_want_organizes(
	struct store *store, int64_t id, enum person_mark mark, struct error *err);

bool person_want_notify(struct store *store, int64_t id, bool notify, struct error *err);

#endif
