/* core/profile/partner.c: puts a partner's service together: environment, sign-in, customer. */
#include "core/profile/partner.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/exchange/config.h"
#include "core/service/graph/graph.h"
#include "core/service/partner/partner.h"
#include "core/tenant/organization.h"

#define CLIENT "RINGUP_PARTNER_CLIENT_ID"
#define ADDRESS "RINGUP_PARTNER_URL" /* in place of Microsoft's: a test's server, a proxy */

/* A GUID: 8-4-4-4-12 hexadecimal digits. Partner Center knows a customer by nothing else. */
static bool is_guid(const char *text)
{
	static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i = 0;
	for (; form[i] && text[i]; i++)
		if (form[i] == '-' ? text[i] != '-' : !strchr("0123456789abcdefABCDEF", text[i]))
			return false;
	return !form[i] && !text[i];
}

/* The commitment is the customer's answer; it is paid by the month. */
static void customer_of(void *data, struct partner_customer *out)
{
	const struct profile *profile = data;
	static struct organization organization;
	*out = (struct partner_customer){ .cycle = "monthly" };
	if (!organization_get(profile->store, &organization, NULL))
		return;
	const char *configured = profile->config->tenant.tenant;
	text_copy(out->tenant, sizeof out->tenant,
		is_guid(organization.tenant) ? organization.tenant
		: is_guid(configured)        ? configured
					     : "");
	text_copy(out->country, sizeof out->country, organization.country);
	text_copy(out->term, sizeof out->term,
		strcmp(organization.commitment, "monthly") == 0 ? "P1M" : "P1Y");
}

static bool signin_open(struct profile *profile, struct loop *loop, struct error *err)
{
	const struct config *config = profile->config;
	const struct graph_cloud *cloud = graph_cloud(config->tenant.cloud);
	const char *client = getenv(CLIENT), *secret = getenv(PARTNER_SECRET);
	if (!client || !*client)
		return error_set(err, ERROR_USAGE,
			_("To buy as a partner, put the client id of the partner's own app registration into the environment variable %s."),
			CLIENT);
	if (config->tenant.cloud != CONFIG_CLOUD_GLOBAL)
		return error_set(err, ERROR_USAGE, "%s",
			_("Buying as a partner is for the worldwide cloud only. Buy in Partner Center by hand."));
	profile->partner_signin = signin_new(loop, profile->http,
		&(struct signin_options){ .login = config->endpoints.login[0]
							   ? config->endpoints.login
							   : cloud->login,
			.tenant = profile->partner,
			.client_id = client,
			.method = secret && *secret ? SIGNIN_SECRET : SIGNIN_DEVICE,
			.secret_env = PARTNER_SECRET },
		err);
	return profile->partner_signin != NULL;
}

struct service *partner_of(struct profile *profile, struct loop *loop, struct error *err)
{
	const char *base = getenv(ADDRESS);
	if (!signin_open(profile, loop, err))
		return NULL;
	return partner_open(&(struct partner_options){ .http = profile->http,
				    .signin = profile->partner_signin,
				    .ref = profile->reference,
				    .base = base,
				    .customer = customer_of,
				    .data = profile },
		err);
}

struct signin *partner_signin_first(const struct profile *profile)
{
	struct signin_view view;
	if (!profile->partner_signin)
		return profile->signin;
	signin_view(profile->partner_signin, &view);
	return view.state == SIGNIN_ASKS || view.state == SIGNIN_FAILED ? profile->partner_signin
									: profile->signin;
}

void partner_say(const struct profile *profile, struct str *out)
{
	struct partner_customer customer;
	if (!profile->partner)
		return;
	customer_of((void *)(uintptr_t)profile, &customer);
	str_addf(out,
		strcmp(customer.term, "P1M") == 0
			? _("The partner %s buys for the customer %s: bound for a month, paid by the month.")
			: _("The partner %s buys for the customer %s: bound for a year, paid by the month."),
		profile->partner,
		customer.tenant[0] ? customer.tenant : profile->config->tenant.tenant);
	str_addc(out, ' ');
	str_add(out,
		_("Partner Center's own price counts, and a purchase can be cancelled within its first days only."));
}
