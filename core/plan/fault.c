/* core/plan/fault.c: counts the points that RINGUP_FAULT names, and dies at the N-th. */
#include "core/plan/fault.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The only state of its kind: a fault is of the process, not of an apply. */
static int passed;

void fault_point(const char *state, bool before)
{
	const char *fault = getenv("RINGUP_FAULT");
	char point[32];
	size_t len;

	if (!fault)
		return;
	snprintf(point, sizeof(point), "kill:%s%s:", before ? "before-" : "", state);
	len = strlen(point);
	if (strncmp(fault, point, len) == 0 && ++passed == atoi(fault + len))
		raise(SIGKILL);
}
