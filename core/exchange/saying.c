/* A person says that a change is done which no program can see. */
#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/exchange/saying.h"
#include "core/plan/apply.h"
#include "core/service/results/said.h"
#include "core/tenant/feature.h"
#include "core/tenant/number.h"

/* A port is over when all its numbers are in the tenant. */
static bool numbers_there(struct store *store, const char *document, struct error *err)
{
	int64_t count = feature_count(document, "$.numbers");
	for (int64_t i = 0; i < count; i++) {
		struct str path = { 0 }, e164 = { 0 };
		struct number number = { .actual = false };
		struct error none = { 0 };
		str_addf(&path, "$.numbers[%lld]", (long long)i);
		feature_value(document, str_text(&path), &e164);
		bool there = number_get(store, str_text(&e164), &number, &none) && number.actual;
		if (!there)
			error_set(err, ERROR_REFUSED,
				_("%s is not in the tenant yet: read it again (`ringup sync`) when the carrier has let it go."),
				str_text(&e164));
		str_fini(&path);
		str_fini(&e164);
		if (!there)
			return false;
	}
	return true;
}

static bool port_over(struct store *store, const char *name, struct error *err)
{
	struct feature feature = { 0 };
	if (!feature_get(store, FEATURE_PORT, name, &feature, err))
		return false;
	bool ok = !feature.wanted || numbers_there(store, feature.wanted, err);
	feature_fini(&feature);
	return ok;
}

bool saying_ends(const char *kind)
{
	static const char *const kinds[] = { "port", "papers", "credits" };
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (strcmp(kinds[i], kind) == 0)
			return true;
	return false;
}

bool saying_may(struct store *store, const struct change *change, struct error *err)
{
	if (strcmp(change->way, "hand") != 0)
		return error_set(err, ERROR_REFUSED,
			_("This change is not done by hand here: apply the plan, or run its script."));
	if (strcmp(change->kind, "port") == 0)
		return port_over(store, change->subject, err);
	return saying_ends(change->kind) ||
	       error_set(err, ERROR_REFUSED,
		       _("The tenant itself shows whether this is done: read it again (Ctrl-R, `ringup sync`), and it leaves the plan."));
}

static bool turns(struct apply *apply, struct error *err)
{
	while (apply_turn(apply, err))
		if (apply_idle(apply))
			break;
	return err->code == ERROR_NONE;
}

bool saying_done(struct store *store, struct reference *ref, const char *key, bool readonly,
	struct error *err)
{
	struct change change;
	const char *const keys[] = { key };
	struct apply_options options = { .keys = keys, .key_count = 1, .readonly = readonly };
	if (!change_find(store, key, &change, err) || !saying_may(store, &change, err))
		return false;
	struct service *said = said_open();
	struct apply *apply = apply_begin(store, said, ref, &options, err);
	bool ok = apply && turns(apply, err);
	apply_end(apply);
	service_close(said);
	return ok;
}
