/* Takes the result file of a runbook that somebody ran elsewhere into the profile. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/exchange/taking.h"
#include "core/plan/journal.h"
#include "core/store/json.h"
#include "core/store/store.h"
#include "core/tenant/address.h"
#include "core/tenant/number.h"
#include "core/tenant/organization.h"
#include "core/tenant/sync.h"

enum { ROWS = 100 };

/* The nouns that a script reads, and the changes after which what it read before is old. */
static const struct noun {
	enum service_page page;
	unsigned bit;
	bool (*take)(struct store *store, const char *json, size_t len, struct error *err);
	const char *kinds; /* words between blanks */
} nouns[] = {
	{ SERVICE_ADDRESSES, SYNC_ADDRESSES, address_page,
		" address place address_remove place_remove " },
	{ SERVICE_NUMBERS, SYNC_NUMBERS, number_page,
		" order acquire release usage number_place assign unassign port licence unlicence " },
};

enum { NOUNS = sizeof nouns / sizeof nouns[0] };

/* ---- is it ours, and is it new? ---- */

/* A tenant is named by its id here only where a person did so; a name of it is confirmed by the
 * script itself. */
static bool is_guid(const char *text)
{
	return strlen(text) == 36 && strspn(text, "0123456789abcdefABCDEF-") == 36;
}

static bool same_tenant(const struct taking *taking, const char *ours, struct error *err)
{
	if (!ours || !is_guid(ours) || strcasecmp(ours, taking->summary.tenant) == 0)
		return true;
	return error_set(err, ERROR_INPUT,
		_("The results are of the tenant %s, this profile is of %s. Nothing was taken."),
		taking->summary.tenant, ours);
}

static bool kind_in(const char *kinds, const char *kind)
{
	struct str word = { 0 };
	str_addf(&word, " %s ", kind);
	bool in = strstr(kinds, str_text(&word)) != NULL;
	str_fini(&word);
	return in;
}

/* Nothing was done to the noun since the script looked: a look from before would undo it here. */
static bool is_new(const struct taking *taking, struct store *store, const struct noun *noun,
	const struct organization *organization, bool *yes, struct error *err)
{
	struct journal_filter done = { .state = "done" };
	struct journal_row *rows = xcalloc(ROWS, sizeof *rows);
	int64_t since = taking->summary.started_at;
	bool ok = true;
	int count = ROWS;
	*yes = since > 0 && (noun->page != SERVICE_NUMBERS || organization->synced_at <= since);
	for (int64_t first = 0; ok && *yes && count == ROWS; first += count) {
		ok = journal_rows(store, &done, first, ROWS, rows, &count, err);
		for (int i = 0; ok && i < count; i++)
			if (rows[i].ended_at >= since && kind_in(noun->kinds, rows[i].kind))
				*yes = false;
	}
	free(rows);
	return ok;
}

/* ---- what it read of the tenant ---- */

static bool pages_take(struct taking *taking, struct store *store, const struct noun *noun,
	int64_t *taken, struct error *err)
{
	struct service *service = taking->service;
	struct str json = { 0 };
	struct service_next next = { 0 };
	char *from = NULL;
	bool ok = true, more = true;
	*taken = 0;
	while (ok && more) {
		str_clear(&json);
		ok = service->ops->sync(service, noun->page, from, &json, &next, err) &&
		     noun->take(store, str_text(&json), json.len, err);
		*taken += json_rows(str_text(&json), json.len);
		free(from);
		from = next.from.len ? str_take(&next.from) : NULL;
		more = from != NULL;
	}
	free(from);
	str_fini(&json);
	service_next_fini(&next);
	return ok;
}

static bool reads_take(struct taking *taking, struct store *store,
	const struct organization *organization, struct error *err)
{
	unsigned reads = taking->service->ops->reads(taking->service), read = 0;
	int64_t *taken[NOUNS] = { &taking->addresses, &taking->numbers };
	if (reads == 0 || strcmp(organization->service, "demo") == 0)
		return true;
	if (!sync_begin(store, err))
		return false;
	for (int i = 0; i < NOUNS; i++) {
		bool yes;
		if (!(reads & 1u << nouns[i].page))
			continue;
		if (!is_new(taking, store, &nouns[i], organization, &yes, err))
			return false;
		taking->old = taking->old || !yes;
		if (yes && !pages_take(taking, store, &nouns[i], taken[i], err))
			return false;
		read |= yes ? nouns[i].bit : 0;
	}
	return sync_end(store, read, 0, err);
}

/* ---- the whole ---- */

bool taking_begin(struct taking *taking, struct store *store, struct reference *ref,
	const struct taking_options *options, const char *path, struct error *err)
{
	struct organization organization;
	struct apply_options applied = { .readonly = options->readonly };
	*taking = (struct taking){ .addresses = -1, .numbers = -1 };
	taking->service = results_open(path, &taking->summary, err);
	if (!taking->service)
		return false;
	applied.key_count = (size_t)results_keys(taking->service, &applied.keys);
	bool ok = organization_get(store, &organization, err) &&
		  same_tenant(taking, organization.tenant, err) &&
		  same_tenant(taking, options->tenant, err);
	if (ok)
		taking->apply = apply_begin(store, taking->service, ref, &applied, err);
	/* The lock of the apply guards the reading as well. */
	ok = taking->apply && reads_take(taking, store, &organization, err);
	if (!ok)
		taking_end(taking);
	return ok;
}

static void reads_said(const struct taking *taking, struct str *out)
{
	if (taking->addresses >= 0)
		str_addf(out,
			ngettext("%" PRId64 " address of the tenant was read.\n",
				"%" PRId64 " addresses of the tenant were read.\n",
				(unsigned long)taking->addresses),
			taking->addresses);
	if (taking->numbers >= 0)
		str_addf(out,
			ngettext("%" PRId64 " number of the tenant was read.\n",
				"%" PRId64 " numbers of the tenant were read.\n",
				(unsigned long)taking->numbers),
			taking->numbers);
	if (taking->old)
		str_add(out,
			_("What the script read of the tenant is older than what is known here: it was left out.\n"));
}

void taking_said(const struct taking *taking, struct str *out)
{
	struct results_count count;
	results_count(taking->service, &count);
	str_addf(out,
		ngettext("%" PRId64 " change is done", "%" PRId64 " changes are done",
			(unsigned long)count.done),
		count.done);
	str_addf(out, _(", %" PRId64 " failed.\n"), count.failed);
	if (count.other > 0)
		str_addf(out,
			ngettext(
				"%" PRId64
				" result is of another wish than the present one: write the script anew.\n",
				"%" PRId64
				" results are of other wishes than the present ones: write the script anew.\n",
				(unsigned long)count.other),
			count.other);
	reads_said(taking, out);
	if (!taking->summary.ended)
		str_add(out,
			_("The script did not come to its end: run it again, it goes on where it stopped.\n"));
}

void taking_end(struct taking *taking)
{
	apply_end(taking->apply);
	service_close(taking->service);
	*taking = (struct taking){ .service = NULL };
}
