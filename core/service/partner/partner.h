/* core/service/partner/partner.h: a reseller's purchase for its customer: a cart of Partner Center,
 * and its checkout (facts: graph-api.md 9.2; R-052..R-054). It is used only where a person asked
 * for it by an option, and money moves only after the count was typed (core/plan/apply.h).
 *
 * A purchase is PENDING between its cart and its checkout: the cart's id is in the journal before
 * money moves, and after a crash the cart itself says whether it was ordered. */
#ifndef CORE_SERVICE_PARTNER_PARTNER_H
#define CORE_SERVICE_PARTNER_PARTNER_H

#include "core/base/error.h"
#include "core/net/http.h"
#include "core/net/signin.h"
#include "core/reference/reference.h"
#include "core/service/service.h"

/* Whom it is bought for, and how. */
struct partner_customer {
	char tenant[64]; /* its id, a GUID; "" : not known yet, and nothing is bought */
	char country[3]; /* "US"; "" where it does not matter */
	char term[8];    /* commitment, "P1Y" or "P1M" (ISO 8601) */
	char cycle[12];  /* how it is paid: "monthly", "annual" */
};

struct partner_options {
	struct http *http;     /* borrowed, as are the others */
	struct signin *signin; /* into the partner's own tenant */
	struct reference *ref; /* product names of SKUs */
	const char *base;      /* NULL: "https://api.partnercenter.microsoft.com" */
	/* Asked before each purchase: a new tenant's id is known after its first sync only. */
	void (*customer)(void *data, struct partner_customer *out);
	void *data;
};

/* Its ops: submit, poll, ask, land, drop, room of buy_*; the others refuse. */
struct service *partner_open(const struct partner_options *options, struct error *err);

#endif
