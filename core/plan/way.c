/* Who carries each kind of change out. */
#include <string.h>

#include "core/plan/way.h"
#include "core/service/service.h"
#include "core/store/store.h"

static const char ways_sql[] =
	"UPDATE change_kind SET way = :way WHERE kind = :kind AND way <> :way";

/* Graph has licences, assignments and the location of a number; number orders, civic addresses and
 * places exist in PowerShell only; nothing sells to a direct customer (facts/graph-api.md 0). */
static const struct {
	const char *kind;
	enum service_way way;
} planned[] = {
	{ "buy_phone", SERVICE_BY_HAND },
	{ "buy_plan", SERVICE_BY_HAND },
	{ "usage_location", SERVICE_BY_RINGUP },
	{ "licence", SERVICE_BY_RINGUP },
	{ "address", SERVICE_BY_SCRIPT },
	{ "place", SERVICE_BY_SCRIPT },
	{ "order", SERVICE_BY_SCRIPT },
	{ "acquire", SERVICE_BY_SCRIPT },
	{ "number_place", SERVICE_BY_RINGUP },
	{ "unassign", SERVICE_BY_RINGUP },
	{ "assign", SERVICE_BY_RINGUP },
	{ "notice", SERVICE_BY_RINGUP },
	{ "unlicence", SERVICE_BY_RINGUP },
	{ "release", SERVICE_BY_SCRIPT },
	{ "place_remove", SERVICE_BY_SCRIPT },
	{ "address_remove", SERVICE_BY_SCRIPT },
	{ "papers", SERVICE_BY_HAND }, /* somebody signs them */
	{ "credits", SERVICE_BY_HAND },
	{ "port", SERVICE_BY_HAND },
	{ "account", SERVICE_BY_SCRIPT },
	{ "usage", SERVICE_BY_SCRIPT },
	{ "bridge", SERVICE_BY_SCRIPT },
	{ "queue", SERVICE_BY_SCRIPT },
	{ "attendant", SERVICE_BY_SCRIPT },
	{ "feature_remove", SERVICE_BY_SCRIPT },
	{ "account_remove", SERVICE_BY_SCRIPT },
};

bool way_set(struct store *store, struct service *service, struct error *err)
{
	bool ok = store_begin(store, err);
	if (!ok)
		return false;
	for (size_t i = 0; ok && i < sizeof planned / sizeof planned[0]; i++) {
		bool letter = strcmp(planned[i].kind, "notice") == 0;
		enum service_way way = service && !letter
					       ? service->ops->way(service, planned[i].kind)
					       : planned[i].way;
		sqlite3_stmt *stmt = store_statement(store, ways_sql, err);
		ok = stmt != NULL;
		if (ok) {
			store_bind_text(stmt, ":kind", planned[i].kind);
			store_bind_text(stmt, ":way", service_way_id(way));
			ok = store_run(stmt, err);
		}
	}
	return store_end(store, ok, err);
}
