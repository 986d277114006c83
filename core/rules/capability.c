/* core/rules/capability.c: what a licence lets a person do, by its service plans. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "core/rules/capability.h"

/* The first row that fits decides, so the special names stand before the families they belong to.
 * A name that ends in '*' stands for all that begin with it. */
static const struct {
	const char *name;
	unsigned bits;
} plans[] = {
	{ "MCOEV_VIRTUALUSER*", CAPABILITY_RESOURCE_ACCOUNT },
	{ "MCOEV*", CAPABILITY_PHONE_SYSTEM },
	{ "MCOPSTNC", CAPABILITY_CREDITS },
	{ "MCOPSTNPP", CAPABILITY_CREDITS },
	{ "MCOPSTN3", CAPABILITY_CREDITS },
	{ "MCOPSTN2*", CAPABILITY_INTERNATIONAL },
	{ "MCOPSTN9*", CAPABILITY_INTERNATIONAL },
	{ "MCOPSTN_PAYG*", CAPABILITY_PAYG },
	{ "MCOPSTN*", CAPABILITY_DOMESTIC },
	{ "PSTN5_US", CAPABILITY_DOMESTIC },
	{ "TEAMS1", CAPABILITY_TEAMS },
	{ "TEAMS_GOV*", CAPABILITY_TEAMS },
	{ "TEAMS_AR_*", CAPABILITY_TEAMS },
	{ "TEAMS_DESKLESS", CAPABILITY_TEAMS },
	{ "TeamsEss", CAPABILITY_TEAMS | CAPABILITY_TEAMS_UNMANAGED },
	{ "MCOMEETBASIC*", CAPABILITY_CONFERENCING_BASIC },
	{ "MCOMEETADV*", CAPABILITY_CONFERENCING },
	{ "MCOMEETACPEA*", CAPABILITY_CONFERENCING },
	{ "MCOACBYOT*", CAPABILITY_CONFERENCING },
	{ "EXCHANGE_S_DESKLESS*", CAPABILITY_EXCHANGE_KIOSK },
	{ "EXCHANGE_S_STANDARD*", CAPABILITY_EXCHANGE_P1 },
	{ "EXCHANGE_S_ESSENTIALS*", CAPABILITY_EXCHANGE_P1 },
	{ "EXCHANGE_S_ENTERPRISE*", CAPABILITY_EXCHANGE_P2 },
	{ "MCOSTANDARD*", CAPABILITY_MCO_STANDARD },
};

static bool fits(const char *pattern, const char *name, size_t len)
{
	size_t size = strlen(pattern);

	if (pattern[size - 1] == '*')
		return len >= size - 1 && strncasecmp(pattern, name, size - 1) == 0;
	return len == size && strncasecmp(pattern, name, size) == 0;
}

static unsigned bits_of(const char *name, size_t len)
{
	for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
		if (fits(plans[i].name, name, len))
			return plans[i].bits;
	}
	return 0;
}

unsigned capability_of(const char *service_plan)
{
	return service_plan ? bits_of(service_plan, strlen(service_plan)) : 0;
}

unsigned capability_of_list(const char *service_plans)
{
	static const char separators[] = ";, ";
	unsigned bits = 0;

	while (service_plans && *service_plans) {
		size_t len = strcspn(service_plans, separators);

		bits |= bits_of(service_plans, len);
		service_plans += len;
		service_plans += strspn(service_plans, separators);
	}
	return bits;
}

bool capability_can_call(unsigned capabilities, bool own_carrier)
{
	if (!(capabilities & CAPABILITY_PHONE_SYSTEM))
		return false;
	return own_carrier || (capabilities & CAPABILITY_CALLING_PLAN) != 0;
}

bool capability_voice_menu(unsigned capabilities)
{
	return (capabilities & (CAPABILITY_PHONE_SYSTEM | CAPABILITY_CONFERENCING)) != 0;
}
