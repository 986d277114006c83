/* core/tenant/feature.h: what a tenant is to have besides people, numbers and addresses, each as a
 * named JSON document: accounts, auto attendants, call queues, the conferencing bridge, credits,
 * ports, papers, a number's change of usage (table feature, data/schema.sql).
 *
 * One mechanism carries all of them: `wanted` and `actual` are documents, the plan shows a feature
 * whose wanted IS NOT actual as a change of its kind, apply submits the wanted document, undo puts
 * the earlier one back, and the service's own progress (a port's state, since when) stands in
 * `progress`, which is no wish and never compared.
 *
 * Documents are written by the topic that owns the kind, with core/store/json.h, keys always in the
 * same order, so that equal wishes have equal text. They hold no secret. */
#ifndef CORE_TENANT_FEATURE_H
#define CORE_TENANT_FEATURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/mem.h"

struct store;

/* The kinds, in the order in which they are carried out; a kind's name is also its change kind. The
 * name of a feature and its document are given at each; amounts are in cents. A target ("to") of a
 * call is "queue:NAME", "person:UPN", "attendant:NAME", "number:+1...", "voicemail:UPN", "operator"
 * or "end".
 */
enum feature_kind {
	/* "KYC DE": {"country","form","note"}. By hand; a plan shows them with their wait.
	 */
	FEATURE_PAPERS,

	/* "credits": {"amount","auto","trigger","recharge"}, auto 0|1 (R-161..R-163). */
	FEATURE_CREDITS,

	/* Its UPN: {"display_name","serves":"attendant"|"queue","usage_location"}. A resource
	 * account: done makes the person row of this UPN present; its licence and
	 * number are wishes of that person like anybody's. */
	FEATURE_ACCOUNT,

	/* The order's name: {"country","carrier","number_type":"landline"|"mobile"|"voip"|"fax"|
	 * "tollfree"|"toll","scope":"full"|"partial","btn","account","organization","person",
	 * "service_address","wanted_on","numbers":[...],"swap":[{"upn","number"},...]}. Toll and
	 * toll-free numbers become service numbers, the others numbers for people.
	 */
	FEATURE_PORT,

	/* An E.164 number: {"usage":"user"|"toll"|"tollfree"}. Only of an unassigned one.
	 */
	FEATURE_USAGE,

	/* "bridge": {"toll","toll_free","languages":[...]}: its default numbers. */
	FEATURE_BRIDGE,

	/* The queue's name: {"account","language","greeting","music","method","agents":[upn...],
	 * "overflow_at","overflow_to","timeout_after","timeout_to"}. */
	FEATURE_QUEUE,

	/* The attendant's name: {"account","language","time_zone","greeting","closed",
	 * "hours":[{"days","from","to"}],"menu":[{"key","say","to"}],"after_hours",
	 * "holidays":[{"name","date","to"}],"operator"}. Without a menu the one key is
	 * "automatic"; greetings are texts, or "file:PATH". */
	FEATURE_ATTENDANT,
	FEATURE_KIND_COUNT
};

const char *feature_kind_id(enum feature_kind kind);   /* "attendant" */
const char *feature_kind_name(enum feature_kind kind); /* N_() "auto attendant" */
int feature_kind_of(const char *id);                   /* -1: none */

struct feature {
	int64_t id;
	enum feature_kind kind;
	char name[160];
	char *wanted;   /* JSON; NULL: it is not to be there */
	char *actual;   /* JSON; NULL: the tenant has none */
	char *progress; /* JSON object of the service: "state", "since", "until", "note"; never NULL
			 */
	char service_id[64]; /* "" until the service has it */
	bool conflict;       /* the actual moved under the wish */
};

void feature_fini(struct feature *feature); /* zeroed is fine */

/* Features of a kind by name; kind -1: all, by kind. *out is malloc'ed (free each, then it). */
bool feature_list(
	struct store *store, int kind, struct feature **out, int *count, struct error *err);
void feature_list_free(struct feature *list, int count);

/* ERROR_NOT_FOUND: there is none of this name. */
bool feature_get(struct store *store, enum feature_kind kind, const char *name, struct feature *out,
	struct error *err);

/* The wish: a JSON object, or NULL to want it no more. Makes the row; one that is neither wanted
 * nor there is deleted. ERROR_INPUT: the name has more than 159 bytes or none, or the text is no
 * JSON object. */
bool feature_want(struct store *store, enum feature_kind kind, const char *name, const char *wanted,
	struct error *err);

/* For sync and apply: what the tenant has. progress or service_id NULL: leaves it. What was not
 * known and is not wished otherwise is wanted as it is. */
bool feature_is(struct store *store, enum feature_kind kind, const char *name, const char *actual,
	const char *progress, const char *service_id, struct error *err);

/* Reads a page of SERVICE_FEATURES: an entry of an unknown kind, or without a document, is left
 * out. */
bool feature_page(struct store *store, const char *json, size_t len, struct error *err);

/* A value inside a document ("$.greeting", "$.menu[0].to", "$.numbers" gives JSON): appends its
 * text; false: there is none. A number of array elements of "$.menu": feature_count; 0: none. */
bool feature_value(const char *document, const char *path, struct str *out);
int64_t feature_count(const char *document, const char *path);

#endif
