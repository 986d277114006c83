/* How fast Graph may be asked: a bucket of requests for each lane, refilled steadily. */
#include "core/service/graph/pace.h"

#include <math.h>
#include <string.h>

enum { BACKOFF_MS = 1000, BACKOFF_MOST_MS = 60000 };

#define READ_DIRECTORY "Organization.Read.All LicenseAssignment.Read.All User.Read.All"

/* Rates: graph-api.md 4 and 8.2, each with a margin, since others use the tenant too.
 * Directory reads: 3,500 units in 10 s for the smallest tenant, 2 units for a page of users.
 * Directory writes: 3,000 in 150 s. Teams: 30 a second as the upper bound; assignments of numbers
 * have no published limit, and 1 to 2 a second are advised. Mail: 30 a minute for a mailbox.
 *
 * All that is read is asked for with one set of permissions, so that one consent does for it. */
static const struct {
	enum graph_class class;
	bool write;
	const char *part;   /* of the path, whatever the method; NULL: any path */
	const char *scopes; /* NULL: those of reading */
	double per_second, burst;
	enum cause rights;
} lanes[LANE_COUNT] = {
	[LANE_DIRECTORY_READ] = { GRAPH_DIRECTORY, false, NULL, NULL, 100, 100, CAUSE_RIGHTS_READ },
	[LANE_DIRECTORY_WRITE] = { GRAPH_DIRECTORY, true, NULL,
		"User.ReadWrite.All LicenseAssignment.ReadWrite.All", 18, 200,
		CAUSE_RIGHTS_LICENCES },
	[LANE_TEAMS_POLICY] = { GRAPH_TEAMS, true, "/admin/teams/policy/",
		"TeamsPolicyUserAssign.ReadWrite.All", 2, 4, CAUSE_RIGHTS_POLICY },
	[LANE_TEAMS_READ] = { GRAPH_TEAMS, false, NULL, NULL, 20, 20, CAUSE_RIGHTS_READ },
	[LANE_TEAMS_WRITE] = { GRAPH_TEAMS, true, NULL, "TeamsTelephoneNumber.ReadWrite.All", 2, 4,
		CAUSE_RIGHTS_NUMBERS },
	[LANE_MAIL] = { GRAPH_MAIL, true, NULL, "Mail.Send", 0.4, 1, CAUSE_RIGHTS_MAIL },
};

enum graph_lane graph_lane(enum graph_class class, const char *method, const char *path)
{
	bool write = strcmp(method, "GET") != 0;
	for (int i = 0; i < LANE_COUNT; i++)
		if (lanes[i].class == class && (lanes[i].part ? strstr(path, lanes[i].part) != NULL
							      : lanes[i].write == write))
			return (enum graph_lane)i;
	return class == GRAPH_MAIL ? LANE_MAIL : LANE_DIRECTORY_READ;
}

const char *lane_scopes(enum graph_lane lane, bool numbers)
{
	if (lanes[lane].scopes)
		return lanes[lane].scopes;
	return numbers ? READ_DIRECTORY
		       " TeamsTelephoneNumber.Read.All TeamsUserConfiguration.Read.All"
		       : READ_DIRECTORY;
}

enum cause lane_rights(enum graph_lane lane)
{
	return lanes[lane].rights;
}

/* What the bucket holds by now. */
static double level_at(const struct pace *pace, enum graph_lane lane, int64_t now)
{
	if (!pace->lanes[lane].begun)
		return lanes[lane].burst;
	double gained = (double)(now - pace->lanes[lane].at) / 1000 * lanes[lane].per_second;
	return fmin(lanes[lane].burst, pace->lanes[lane].level + gained);
}

int64_t pace_due(const struct pace *pace, enum graph_lane lane, int64_t now)
{
	int64_t slow = pace->classes[lanes[lane].class].slow_until;
	int64_t due = now;
	double level = level_at(pace, lane, now);
	if (!pace->unlimited && level < 1)
		due = now + (int64_t)ceil((1 - level) / lanes[lane].per_second * 1000);
	return slow > due ? slow : due;
}

void pace_take(struct pace *pace, enum graph_lane lane, int count, int64_t now)
{
	pace->lanes[lane].level = level_at(pace, lane, now) - count;
	pace->lanes[lane].at = now;
	pace->lanes[lane].begun = true;
}

void pace_answered(struct pace *pace, enum graph_class class, int status, int64_t retry_after,
	double chance, int64_t now)
{
	int64_t wait = retry_after, slow_until = pace->classes[class].slow_until;
	if (status != 429 && status != 503 && status != 504) {
		pace->classes[class].fails = 0;
		return;
	}
	/* Those that were on their way together are refused together: that is one refusal. */
	if (wait < 0 && now < slow_until)
		return;
	if (wait < 0) {
		int doublings = pace->classes[class].fails < 6 ? pace->classes[class].fails++ : 6;
		wait = (int64_t)BACKOFF_MS << doublings;
		wait = wait > BACKOFF_MOST_MS ? BACKOFF_MOST_MS : wait;
		wait += (int64_t)(chance * (double)wait / 2);
	}
	if (now + wait > slow_until)
		pace->classes[class].slow_until = now + wait;
}
