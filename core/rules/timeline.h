/* core/rules/timeline.h: when steps that wait for one another begin and end, at the earliest and at
 * the latest: papers, licences, numbers, ports (R-017, R-224, R-235..R-251, R-263, R-268, R-337,
 * Plain durations in, instants out; what nobody says stays unsaid. */
#ifndef CORE_RULES_TIMELINE_H
#define CORE_RULES_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#define TIMELINE_MAX 64      /* steps of one line */
#define TIMELINE_UNSAID (-1) /* a duration or an instant that no document names */

enum timeline_unit {
	TIMELINE_SECONDS,
	TIMELINE_DAYS,    /* of 24 hours */
	TIMELINE_WORKDAYS /* Monday to Friday */
};

struct timeline_step {
	enum timeline_unit unit;
	int64_t least, most; /* how long it takes; TIMELINE_UNSAID counts as 0, and its end's
				latest instant is unsaid */
	bool us_days;        /* handled on US working days only: begins and ends on one */
	uint64_t after;      /* bit i: waits for the end of step i, which stands before it */
	int64_t begun;       /* UTC seconds; 0: not begun */
	bool done;           /* takes no time and holds nothing up */
};

struct timeline_span {
	int64_t begin_least, begin_most; /* UTC seconds, or TIMELINE_UNSAID */
	int64_t end_least, end_most;
};

/* Spans of `count` (at most TIMELINE_MAX) steps from `now` on. What has begun ends no earlier than
 * now. */
void timeline_lay(
	const struct timeline_step *steps, int count, int64_t now, struct timeline_span *spans);

/* From the first begin to the last end. */
struct timeline_span timeline_whole(const struct timeline_span *spans, int count);

#endif
