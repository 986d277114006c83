/* core/plan/quota.h: the quota of one kind of number, from the store (core/rules/quota.h decides).
 */
#ifndef CORE_PLAN_QUOTA_H
#define CORE_PLAN_QUOTA_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/rules/quota.h"

struct store;

struct plan_quota {
	enum quota_kind kind;
	struct quota quota;
	int64_t licences; /* that make the limit: Calling Plans, or Phone System and conferencing */
	bool credits;     /* Communications Credits are funded */
	int64_t planned;  /* numbers that the plan still asks for: orders and held numbers */
};

/* kind: user | toll | tollfree. What is assigned and held now; `now` by the service's clock. */
bool plan_quota(struct store *store, const char *kind, int64_t now, struct plan_quota *out,
	struct error *err);

/* The same as it will be when all wishes for licences are carried out: may the plan be made? */
bool plan_quota_wanted(struct store *store, const char *kind, int64_t now, struct plan_quota *out,
	struct error *err);

#endif
