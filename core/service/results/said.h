/* core/service/results/said.h: a person's word as a service: whatever it is asked for is done,
 * because somebody says so. The journal tells it from what was verified. */
#ifndef CORE_SERVICE_RESULTS_SAID_H
#define CORE_SERVICE_RESULTS_SAID_H

#include "core/service/service.h"

struct service *said_open(void);

#endif
