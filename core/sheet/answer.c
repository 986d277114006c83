/* core/sheet/answer.c: answers that several topics take from the profile. */
#include "core/sheet/answer.h"

#include <inttypes.h>

#include "core/base/text.h"
#include "core/plan/licensing.h"
#include "core/tenant/holding.h"

bool answer_organization(
	const struct topic_context *context, struct organization *out, struct error *err)
{
	*out = (struct organization){ .country = "" };
	return !context->store || organization_get(context->store, out, err);
}

void answer_country(const struct topic_context *context, struct str *out)
{
	struct organization organization;
	bool known = answer_organization(context, &organization, NULL) && organization.country[0];
	str_add(out, known ? organization.country : "US");
}

void answer_callers(const struct topic_context *context, struct str *out)
{
	int64_t people, callers = 0;
	if (context->store)
		holding_callers(context->store, &people, &callers, NULL);
	str_addf(out, "%" PRId64, callers > 0 ? callers : 1);
}

void answer_text(const struct topic_context *context, const char *id, char *out, size_t size)
{
	struct str answer = { 0 };
	text_copy(out, size, topic_answer(context, id, &answer));
	str_fini(&answer);
}

int answer_choice(const struct topic_context *context, const char *id, int (*of)(const char *word))
{
	struct str answer = { 0 };
	int value = of(topic_answer(context, id, &answer));
	str_fini(&answer);
	return value < 0 ? 0 : value;
}

struct eligibility_person answer_person(
	const struct topic_context *context, const char *plan, const char *country)
{
	struct eligibility_person person = { .usage_location = country,
		.calling = CALLING_DOMESTIC };
	if (plan[0])
		licensing_hold(context->ref, &person, plan);
	return person;
}
