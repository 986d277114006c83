/* core/rules/verdict.c: the list of all verdict tables. */
#include <stddef.h>

#include "core/rules/abroad.h"
#include "core/rules/address.h"
#include "core/rules/advice.h"
#include "core/rules/assignment.h"
#include "core/rules/call.h"
#include "core/rules/callflow.h"
#include "core/rules/conferencing.h"
#include "core/rules/coordinates.h"
#include "core/rules/credits.h"
#include "core/rules/e164.h"
#include "core/rules/eligibility.h"
#include "core/rules/emergency.h"
#include "core/rules/latency.h"
#include "core/rules/location.h"
#include "core/rules/network.h"
#include "core/rules/notice.h"
#include "core/rules/offer.h"
#include "core/rules/order.h"
#include "core/rules/papers.h"
#include "core/rules/pool.h"
#include "core/rules/port.h"
#include "core/rules/quota.h"
#include "core/rules/reservation.h"
#include "core/rules/room.h"
#include "core/rules/verdict.h"

const struct verdict_table verdict_tables[] = {
	{ "eligibility", eligibility_verdicts },
	{ "location", location_verdicts },
	{ "quota", quota_verdicts },
	{ "reservation", reservation_verdicts },
	{ "order", order_verdicts },
	{ "address", address_verdicts },
	{ "e164", e164_verdicts },
	{ "assignment", assignment_verdicts },
	{ "latency", latency_verdicts },
	{ "notice", notice_verdicts },
	{ "emergency", emergency_verdicts },
	{ "papers", papers_verdicts },
	{ "pool", pool_verdicts },
	{ "call", call_verdicts },
	{ "credits", credits_verdicts },
	{ "abroad", abroad_verdicts },
	{ "network", network_verdicts },
	{ "port", port_verdicts },
	{ "advice", advice_verdicts },
	{ "offer", offer_verdicts },
	{ "room", room_verdicts },
	{ "callflow", callflow_verdicts },
	{ "conferencing", conferencing_verdicts },
	{ "coordinates", coordinates_verdicts },
	{ NULL, NULL },
};

static const struct verdict *row_of(const struct verdict *rows, int count, int rule)
{
	for (int i = 0; i < count; i++) {
		if (rows[i].rule == rule)
			return &rows[i];
	}
	return NULL;
}

const struct verdict *verdict_find(int rule)
{
	const struct verdict *found = NULL;

	if (rule <= 0)
		return NULL;
	for (const struct verdict_table *table = verdict_tables; table->name && !found; table++) {
		int count;
		const struct verdict *rows = table->rows(&count);

		found = row_of(rows, count, rule);
	}
	return found;
}
