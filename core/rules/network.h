/* core/rules/network.h: how large a line the calls of a place need, and whether the network is good
 * enough (R-376, R-379..R-382, R-385).
 *
 * All rates are whole bits a second: 58 kbit/s is 58,000, 1.16 Mbit/s is 1,160,000. What is needed
 * is rounded up, what may be used is rounded down, so that no rounding makes a line look enough. */
#ifndef CORE_RULES_NETWORK_H
#define CORE_RULES_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/rules/verdict.h"

/* What takes of the line; the meeting ones count each person in a meeting. */
enum network_media {
	NETWORK_AUDIO, /* of calls of two: sound, picture, shared screen */
	NETWORK_VIDEO,
	NETWORK_SHARING,
	NETWORK_MEETING_AUDIO,
	NETWORK_MEETING_VIDEO,
	NETWORK_MEETING_SHARING,
	NETWORK_TOGETHER, /* together mode, in place of a meeting's picture */
	NETWORK_MEDIA_COUNT
};

/* Id of the facts ("meeting_audio"), N_() name, and back: -1 if it is none. */
const char *network_media_id(enum network_media media);
const char *network_media_name(enum network_media media);
int network_media_of(const char *id);

/* Bits a second from the place, and to it. */
struct network_rate {
	int64_t up, down;
};

/* How many of each at the same time. */
struct network_load {
	int64_t count[NETWORK_MEDIA_COUNT];
};

/* What they take together. */
struct network_rate network_impact(
	const struct network_load *load, const struct network_rate rates[NETWORK_MEDIA_COUNT]);

/* Of a line only `percent` (30) is for Teams and phone: what may be used of it, and the
 * line that an impact needs. 60 Mbit/s give 18; 4.6875 Mbit/s need 15.625, which the document
 * writes as 15.6. */
int64_t network_usable(int64_t line, int64_t percent);
int64_t network_line(int64_t impact, int64_t percent);

/* Is the line enough? line 0: it is not known (WARN). */
struct verdict network_check_line(int64_t line, int64_t impact, int64_t percent);

/* Calls at the same time of so many people who call outside. No document gives a share: one in five
 * is an assumption of ringup's own, to be shown as one; at least one. */
#define NETWORK_CALLERS_A_CALL 5
int64_t network_calls(int64_t callers);

/* A number with at most three decimals, "12.5" or "12,5", in thousandths; false if it is none, is
 * negative or above a million. For Mbit/s times 1,000 is bit/s. */
bool network_thousandths(const char *text, int64_t *out);

/* Rates for reading, Mbit/s with at most two decimals: "1.16", "3.87", "18". up: rounded up, as for
 * what is needed; else down. text holds NETWORK_TEXT bytes; returned. */
#define NETWORK_TEXT 24
const char *network_mbit(int64_t bits, bool up, char text[NETWORK_TEXT]);

/* From where to Microsoft's edge. */
enum network_segment { NETWORK_CLIENT, NETWORK_EDGE };

/* A measured figure must be under its limit, not at it; both in thousandths of the same unit. */
struct verdict network_check_target(enum network_segment segment, int64_t measured, int64_t limit);

verdict_rows network_verdicts;

#endif
