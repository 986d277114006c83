/* core/plan/walk.h: the plan as requests, in its order, without carrying anything out: for runbooks
 * and cards. What it yields is what apply would send. */
#ifndef CORE_PLAN_WALK_H
#define CORE_PLAN_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/plan/change.h"
#include "core/service/service.h"

struct reference;
struct store;

struct walk_step {
	const struct service_request *request; /* request_id is none that was ever sent */
	enum service_way way;
	const char *title;   /* translated: "Assign number and address" */
	const char *label;   /* to whom or what: outside text */
	const char *subject; /* of its kind, in the plan's words: "+1 425 555 0100, HQ" */
};

/* False ends the walk with err. Texts are valid during the call. */
typedef bool walk_visit(void *data, const struct walk_step *step, struct error *err);

/* Walks the plan (without conflicts). kind: of one kind of change only; NULL: all. *skipped (may be
 * NULL) counts those that are no request yet: an assignment whose number an order is still to
 * bring. The store is as it was afterwards. ERROR_BUSY while another process writes. */
bool plan_walk(struct store *store, struct reference *ref, const char *kind, walk_visit *visit,
	void *data, int64_t *skipped, struct error *err);

#endif
