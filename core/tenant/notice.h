/* core/tenant/notice.h: what was told to whom (table notice): a letter counts for the number and
 * place that it names. */
#ifndef CORE_TENANT_NOTICE_H
#define CORE_TENANT_NOTICE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/tenant/number.h"

struct sqlite3_stmt;
struct store;

enum notice_state {
	NOTICE_NOTHING,  /* no number to tell of */
	NOTICE_EXCLUDED, /* wished: no letter */
	NOTICE_TO_WRITE, /* never told, or told another number */
	NOTICE_WRITTEN,
	NOTICE_STATE_COUNT
};

/* A row of the screen Notify. */
struct notice_row {
	int64_t person_id;
	char name[256], upn[256], mail[256];
	char language[16];        /* the person's own: "fr-CA"; "" not known */
	char number[NUMBER_E164]; /* wished or had; "" when the wish is still open */
	char order[64];           /* open wish; "" none */
	bool active;              /* the person has exactly this number now */
	bool notify;              /* wish */
	enum notice_state state;
	char told[NUMBER_E164];   /* the number of the last letter; "" none */
	char method[8];           /* of the last letter: files | smtp | graph */
	char letter_language[16]; /* of it */
	char file[512];
	char message_id[128]; /* of its mail; "" none */
	int64_t sent_at;      /* UTC seconds; 0: never */
	/* Of the last try to tell of this number, from the journal; "" : there was none. */
	char tried[12]; /* sent | doubt | waiting | done | failed | cancelled | intent */
	char cause[24]; /* cause_from_word() knows it */
	char words[300];
};

/* text: as person_filter.text; NULL: any. People with a number or a wish for one, by name. */
struct notice_filter {
	const char *text;
	bool exclude;
	bool to_write; /* only those */
	bool failed;   /* of them, those whose last try failed */
};

int64_t notice_count(struct store *store, const struct notice_filter *filter, struct error *err);
int notice_window(struct store *store, const struct notice_filter *filter, int64_t first, int room,
	struct notice_row *out, struct error *err);
/* All of a list in one pass: see person_walk (core/tenant/person.h). */
struct sqlite3_stmt *notice_walk(
	struct store *store, const struct notice_filter *filter, struct error *err);
int notice_next(struct sqlite3_stmt *walk, struct notice_row *out, struct error *err);

bool notice_get(struct store *store, int64_t person_id, struct notice_row *out, struct error *err);

struct notice {
	int64_t person_id;
	const char *number;
	int64_t place_id;              /* 0 none */
	const char *method, *language; /* "files", "fr" */
	const char *file, *message_id; /* NULL: none */
	int64_t sent_at;               /* UTC seconds */
};

/* Notes that a letter went out. */
bool notice_put(struct store *store, const struct notice *notice, struct error *err);

#endif
