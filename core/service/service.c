/* The service's small change: names, and the end of a reply. */
#include <stddef.h>
#include <string.h>

#include "core/base/tr.h"
#include "core/service/service.h"

static const struct {
	const char *id, *text;
} ways[] = {
	[SERVICE_BY_RINGUP] = { "ringup", N_("ringup") },
	[SERVICE_BY_SCRIPT] = { "script", N_("script") },
	[SERVICE_BY_HAND] = { "hand", N_("by hand") },
};

void service_reply_fini(struct service_reply *reply)
{
	str_fini(&reply->json);
}

const char *service_way_text(enum service_way way)
{
	return ways[way].text;
}

const char *service_way_id(enum service_way way)
{
	return ways[way].id;
}

enum service_way service_way_of(const char *id)
{
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
		if (strcmp(ways[i].id, id) == 0)
			return (enum service_way)i;
	return SERVICE_BY_RINGUP;
}

void service_close(struct service *service)
{
	if (service)
		service->ops->close(service);
}

void service_next_fini(struct service_next *next)
{
	str_fini(&next->from);
	str_fini(&next->delta);
}

void service_wake(struct service *service)
{
	if (service->woken)
		service->woken(service->woken_data);
}
