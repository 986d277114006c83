/* core/profile/partner.h: who buys: the reseller whose tenant --partner names (facts: graph-api.md
 * 9.2). Without it a person buys in the admin centre. */
#ifndef CORE_PROFILE_PARTNER_H
#define CORE_PROFILE_PARTNER_H

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/base/mem.h"
#include "core/profile/profile.h"

#define PARTNER_SECRET "RINGUP_PARTNER_SECRET" /* name of the variable */

/* Opens Partner Center for a profile of a real tenant whose `partner` is set and whose `http` is
 * there; fills in profile->partner_signin, which the profile closes after its service. The
 * partner's app registration is RINGUP_PARTNER_CLIENT_ID of the environment; with
 * RINGUP_PARTNER_SECRET it signs in by itself, without it a person does, with a device code. NULL:
 * err says what is missing. */
struct service *partner_of(struct profile *profile, struct loop *loop, struct error *err);

/* The sign-in that a person is to look at: the partner's while it asks or has failed, else the
 * tenant's; NULL: there is none. */
struct signin *partner_signin_first(const struct profile *profile);

/* Appends who buys, for whom and on which terms, as sentences for before money moves; nothing where
 * no partner buys. */
void partner_say(const struct profile *profile, struct str *out);

#endif
