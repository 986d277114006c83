/* A person's word as a service. */
#include <stdlib.h>

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/base/tr.h"
#include "core/service/results/said.h"

static void close_said(struct service *service)
{
	free(service);
}

static int64_t now(struct service *service)
{
	(void)service;
	return clock_now();
}

static int room(struct service *service, const char *kind)
{
	(void)service;
	(void)kind;
	return 1;
}

static bool done(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	(void)service;
	(void)request;
	(void)err;
	reply->state = SERVICE_DONE;
	text_copy(reply->words, sizeof reply->words, _("Said by a person, not verified."));
	return true;
}

static bool not_done(struct service *service, const struct service_request *request,
	struct service_reply *reply, struct error *err)
{
	(void)service;
	(void)request;
	(void)err;
	reply->state = SERVICE_FAILED;
	reply->cause = CAUSE_NOT_DONE;
	return true;
}

static bool poll_nothing(struct service *service, const char *operation,
	struct service_reply *reply, struct error *err)
{
	(void)operation;
	return not_done(service, NULL, reply, err);
}

static const struct service_ops ops = {
	.name = "said",
	.title = N_("what a person says"),
	.close = close_said,
	.now = now,
	.room = room,
	.submit = done,
	.poll = poll_nothing,
	.ask = not_done,
	.search = not_done,
	.let_go = not_done,
};

struct service *said_open(void)
{
	struct service *service = xcalloc(1, sizeof *service);
	service->ops = &ops;
	return service;
}
