/* core/plan/fault.h: a test aid: dies on purpose. RINGUP_FAULT="kill:STATE:N" in the environment
 * raises SIGKILL right after the N-th commit of a journal row in STATE (intent, sent, doubt,
 * waiting, done, failed); "kill:before-STATE:N" right before that commit; "kill:submitted:N"
 * between the service's N-th answer and the commit of what it said. Nothing else reads it, and
 * without it nothing happens. */
#ifndef CORE_PLAN_FAULT_H
#define CORE_PLAN_FAULT_H

#include <stdbool.h>

/* Call at each point; before: in front of the commit. */
void fault_point(const char *state, bool before);

#endif
