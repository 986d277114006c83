/* core/plan/walk.c: walks the plan as apply would, in a transaction that is taken back: each change
 * is noted in the journal, for a request is made from there, and nothing of it stays. */
#include "core/plan/walk.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/plan/applying.h"
#include "core/plan/named.h"
#include "core/plan/sql.h"

static const char WALK_SQL[] = NAMED
	"SELECT " ITEM_COLUMNS
	", detail FROM named WHERE NOT conflict AND (:kind IS NULL OR kind = :kind)"
	" ORDER BY rank, key";

static int64_t walk_now(struct service *service)
{
	(void)service;
	return clock_now();
}

static const struct service_ops nobody_ops = { .name = "nobody", .now = walk_now };

struct walk {
	struct apply *apply;
	struct item item;
	char detail[CHANGE_LABEL];
	walk_visit *visit;
	void *data;
};

static bool step_use(void *data, struct service_request *request, struct error *err)
{
	struct walk *walk = data;
	struct walk_step step = { .request = request,
		.way = service_way_of(walk->item.way),
		.title = change_title_one(walk->item.carry->kind),
		.label = walk->item.label,
		.subject = walk->detail };

	return walk->visit(walk->data, &step, err);
}

static bool walk_all(struct walk *walk, const char *kind, int64_t *skipped, struct error *err)
{
	sqlite3_stmt *stmt = store_statement(walk->apply->store, WALK_SQL, err);
	bool ok = stmt != NULL, there;
	char way[sizeof(walk->item.way)];
	int got = 0;

	if (stmt)
		sql_text(stmt, ":kind", kind);
	while (ok && (got = store_step(stmt, err)) > 0) {
		item_read(stmt, 0, &walk->item);
		store_column(stmt, ITEM_COLUMN_COUNT, walk->detail, sizeof(walk->detail));
		sql_cut(way, sizeof(way), walk->item.way);
		ok = item_intend(walk->apply, &walk->item, &there, err);
		if (ok && !there)
			++*skipped;
		sql_cut(walk->item.way, sizeof(walk->item.way), way);
		ok = ok && (!there || request_make(walk->apply, &walk->item, step_use, walk, err));
	}
	store_done(stmt);
	return ok && got == 0;
}

bool plan_walk(struct store *store, struct reference *ref, const char *kind, walk_visit *visit,
	void *data, int64_t *skipped, struct error *err)
{
	struct service nobody = { .ops = &nobody_ops };
	struct apply *apply = xcalloc(1, sizeof(*apply));
	struct walk walk = { .apply = apply, .visit = visit, .data = data };
	int64_t none = 0;
	bool ok;

	*apply = (struct apply){ .store = store, .service = &nobody, .ref = ref };
	ok = store_begin(store, err);
	if (ok) {
		ok = walk_all(&walk, kind, skipped ? skipped : &none, err);
		store_rollback(store);
	}
	free(apply);
	return ok;
}
