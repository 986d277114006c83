/* core/tenant/organization.h: the organization and the answers that are no row of another table
 * (table organization, data/schema.sql). One row, which is always there. */
#ifndef CORE_TENANT_ORGANIZATION_H
#define CORE_TENANT_ORGANIZATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"

struct store;

/* Words are those of the answers file (and of the rules' *_of functions). */
struct organization {
	char name[256];
	char service[8];      /* demo | graph | files */
	char tenant[96];      /* its id, or the demo tenant's name */
	char country[3];      /* "US"; "" not answered */
	char currency[4];     /* "USD" */
	char kind[16];        /* commercial | gcc | government | education | nonprofit | 21vianet */
	char plan[96];        /* SKU part number; "" not answered */
	char carrier[12];     /* microsoft | own */
	char bought_from[12]; /* direct | godaddy | partner */
	char commitment[12];  /* annual | monthly */
	char verified[12];    /* yes | pending | no */
	int64_t verified_on;  /* UTC seconds; 0: never said */
	char calling[16];     /* domestic | international | payg | none */
	char product[12];     /* bundle | separate */
	char buy[12];         /* missing | nothing */
	char match[256];      /* auto | none | file:NAME.csv */
	int64_t fallback_place; /* place id; 0: none */
	char notify_method[8];  /* files | smtp | graph | none */
	char notify_folder[512];
	char notify_language[12]; /* auto, or a language code */
	char people_file[512];
	char callers[4096]; /* "department:Office", "all", ... */
	int64_t synced_at;  /* UTC seconds; 0: never */
	int64_t saved_at;
	char credits_for[8]; /* none | callers | all: who gets a Communications Credits licence */
	char conferencing_for[12]; /* none | callers | all | marked: who gets an Audio Conferencing
				      one */
};

/* The columns, in the order of the struct. */
enum organization_field {
	ORGANIZATION_NAME,
	ORGANIZATION_SERVICE,
	ORGANIZATION_TENANT,
	ORGANIZATION_COUNTRY,
	ORGANIZATION_CURRENCY,
	ORGANIZATION_KIND,
	ORGANIZATION_PLAN,
	ORGANIZATION_CARRIER,
	ORGANIZATION_BOUGHT_FROM,
	ORGANIZATION_COMMITMENT,
	ORGANIZATION_VERIFIED,
	ORGANIZATION_VERIFIED_ON, /* number */
	ORGANIZATION_CALLING,
	ORGANIZATION_PRODUCT,
	ORGANIZATION_BUY,
	ORGANIZATION_MATCH,
	ORGANIZATION_FALLBACK_PLACE, /* number */
	ORGANIZATION_NOTIFY_METHOD,
	ORGANIZATION_NOTIFY_FOLDER,
	ORGANIZATION_NOTIFY_LANGUAGE,
	ORGANIZATION_PEOPLE_FILE,
	ORGANIZATION_CALLERS,
	ORGANIZATION_SYNCED_AT, /* number */
	ORGANIZATION_SAVED_AT,  /* number */
	ORGANIZATION_CREDITS_FOR,
	ORGANIZATION_CONFERENCING_FOR,
	ORGANIZATION_FIELD_COUNT
};

/* The column's name ("country"), and back: -1 if it is none. */
const char *organization_field_name(enum organization_field field);
int organization_field_of(const char *name);

/* The words that a field may hold, separated by '|'; NULL: any text. */
const char *organization_field_words(enum organization_field field);

bool organization_get(struct store *store, struct organization *out, struct error *err);

/* One answer. ERROR_INPUT names the words that are allowed. saved_at is not touched: it would make
 * every undo of an edit clash with the next one (see organization_saved). */
bool organization_set(
	struct store *store, enum organization_field field, const char *value, struct error *err);
bool organization_set_number(
	struct store *store, enum organization_field field, int64_t value, struct error *err);

/* May the field hold this? ERROR_INPUT as organization_set; writes nothing. */
bool organization_check(enum organization_field field, const char *value, struct error *err);

/* Notes that an answer was saved at `now` (UTC seconds). To be called outside of an edit. */
bool organization_saved(struct store *store, int64_t now, struct error *err);

/* Reads a page of SERVICE_ORGANIZATION. What the admin answered stays; name, country, plan, kind
 * and the terms are filled in where nothing was answered before the first sync; currency and the
 * state of the papers are always the service's. */
bool organization_page(struct store *store, const char *json, size_t len, struct error *err);

#endif
