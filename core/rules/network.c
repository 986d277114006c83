/* core/rules/network.c: how large a line the calls of a place need. */
#include "core/rules/network.h"

#include <stdio.h>
#include <string.h>

#include "core/base/tr.h"

enum { ALLOWED, LINE_SHORT, LINE_UNKNOWN, CLIENT_MISSED, EDGE_MISSED };

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[LINE_SHORT] = { VERDICT_NO, 376,
		N_("The line is too small: Teams and phone should take 30 percent of it at most."),
		N_("Get a larger line, choose a lower quality, or plan for fewer calls at once.") },
	[LINE_UNKNOWN] = { VERDICT_WARN, 376, N_("How large the line is has not been answered."),
		N_("Look it up in the contract, or measure it, and answer both directions.") },
	[CLIENT_MISSED] = { VERDICT_NO, 381,
		N_("Between the client and Microsoft's edge the figure is not under its limit."),
		N_("Look for Wi-Fi, VPN, proxies and busy lines on the way, and measure again.") },
	[EDGE_MISSED] = { VERDICT_NO, 382,
		N_("Between your network's edge and Microsoft's the figure is not under its limit."),
		N_("Ask your internet provider; let media leave the network near its people.") },
};

VERDICT_ROWS(network_verdicts, verdicts)

static const struct {
	const char *id, *name;
} media[] = {
	[NETWORK_AUDIO] = { "audio", N_("Call, sound") },
	[NETWORK_VIDEO] = { "video", N_("Call, picture") },
	[NETWORK_SHARING] = { "sharing", N_("Call, shared screen") },
	[NETWORK_MEETING_AUDIO] = { "meeting_audio", N_("Meeting, sound") },
	[NETWORK_MEETING_VIDEO] = { "meeting_video", N_("Meeting, picture") },
	[NETWORK_MEETING_SHARING] = { "meeting_sharing", N_("Meeting, shared screen") },
	[NETWORK_TOGETHER] = { "together", N_("Meeting, together mode") },
};

const char *network_media_id(enum network_media which)
{
	return media[which].id;
}

const char *network_media_name(enum network_media which)
{
	return media[which].name;
}

int network_media_of(const char *id)
{
	for (int i = 0; i < NETWORK_MEDIA_COUNT; i++) {
		if (strcmp(media[i].id, id) == 0)
			return i;
	}
	return -1;
}

struct network_rate network_impact(
	const struct network_load *load, const struct network_rate rates[NETWORK_MEDIA_COUNT])
{
	struct network_rate sum = { 0, 0 };
	for (int i = 0; i < NETWORK_MEDIA_COUNT; i++) {
		sum.up += load->count[i] * rates[i].up;
		sum.down += load->count[i] * rates[i].down;
	}
	return sum;
}

int64_t network_usable(int64_t line, int64_t percent)
{
	return line * percent / 100;
}

int64_t network_line(int64_t impact, int64_t percent)
{
	return (impact * 100 + percent - 1) / percent;
}

struct verdict network_check_line(int64_t line, int64_t impact, int64_t percent)
{
	if (line <= 0)
		return verdicts[LINE_UNKNOWN];
	return verdicts[line >= network_line(impact, percent) ? ALLOWED : LINE_SHORT];
}

int64_t network_calls(int64_t callers)
{
	int64_t calls = (callers + NETWORK_CALLERS_A_CALL - 1) / NETWORK_CALLERS_A_CALL;
	return calls > 0 ? calls : 1;
}

/* At most three digits after the point, as if there were three. */
static int64_t decimals(const char *digits, size_t len)
{
	int64_t value = 0;
	for (size_t i = 0; i < 3; i++)
		value = value * 10 + (i < len ? digits[i] - '0' : 0);
	return value;
}

bool network_thousandths(const char *text, int64_t *out)
{
	size_t whole = strspn(text, "0123456789"), part = 0;
	const char *end = text + whole;
	int64_t value = 0;
	if (whole == 0 || whole > 7)
		return false;
	for (size_t i = 0; i < whole; i++)
		value = value * 10 + (text[i] - '0');
	if (*end == '.' || *end == ',') {
		part = strspn(++end, "0123456789");
		if (part == 0 || part > 3)
			return false;
	}
	*out = value * 1000 + decimals(end, part);
	return end[part] == '\0' && *out <= INT64_C(1000000000);
}

const char *network_mbit(int64_t bits, bool up, char text[NETWORK_TEXT])
{
	int64_t hundredths = (bits + (up ? 9999 : 0)) / 10000;
	size_t len = (size_t)snprintf(text, NETWORK_TEXT, "%lld.%02d",
		(long long)(hundredths / 100), (int)(hundredths % 100));
	while (text[len - 1] == '0')
		text[--len] = '\0';
	if (text[len - 1] == '.')
		text[--len] = '\0';
	return text;
}

struct verdict network_check_target(enum network_segment segment, int64_t measured, int64_t limit)
{
	if (measured < limit)
		return verdicts[ALLOWED];
	return verdicts[segment == NETWORK_EDGE ? EDGE_MISSED : CLIENT_MISSED];
}
