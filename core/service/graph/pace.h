/* core/service/graph/pace.h: how fast Graph may be asked, by what is asked: published limits with a
 * margin, and what the service says itself (Retry-After). Private to core/service/graph. */
#ifndef CORE_SERVICE_GRAPH_PACE_H
#define CORE_SERVICE_GRAPH_PACE_H

#include "core/service/graph/call.h"

/* What is asked alike: one limit, one set of permissions. */
enum graph_lane {
	LANE_DIRECTORY_READ,
	LANE_DIRECTORY_WRITE,
	LANE_TEAMS_POLICY,
	LANE_TEAMS_READ,
	LANE_TEAMS_WRITE,
	LANE_MAIL,
	LANE_COUNT
};

/* Anything but GET is a write. `path` may be a whole address. */
enum graph_lane graph_lane(enum graph_class class, const char *method, const char *path);
/* Its delegated permissions, the least that do (graph-api.md 2.7), separated by blanks. numbers:
 * the cloud has the management of numbers, else its permissions are not there either. */
const char *lane_scopes(enum graph_lane lane, bool numbers);
/* What a 403 there means: the permissions and the role that are missing. */
enum cause lane_rights(enum graph_lane lane);

/* Time is clock_ticks throughout: milliseconds. */
struct pace {
	bool unlimited; /* a server on this machine: only what it says itself holds */
	struct {
		double level; /* requests that may go at once; below 0 after a batch */
		int64_t at;   /* when it was that */
		bool begun;
	} lanes[LANE_COUNT];
	struct {
		int64_t slow_until; /* nothing before; 0 */
		int fails;          /* refusals one after the other that named no time */
	} classes[GRAPH_CLASS_COUNT];
};

/* When the next request may go: now or later. */
int64_t pace_due(const struct pace *pace, enum graph_lane lane, int64_t now);
/* So many go now: a batch counts as what is in it, and may overdraw. */
void pace_take(struct pace *pace, enum graph_lane lane, int count, int64_t now);
/* It was answered: 429, 503 and 504 slow the whole class down, for retry_after (milliseconds) or,
 * where that is -1, for 1, 2, 4 ... at most 60 seconds and up to half as much again by `chance`
 * (0 to 1), so that not all come back at once. */
void pace_answered(struct pace *pace, enum graph_class class, int status, int64_t retry_after,
	double chance, int64_t now);

#endif
