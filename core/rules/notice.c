/* core/rules/notice.c: what a letter must hold, and when it may go out. */
#include "core/base/tr.h"
#include "core/rules/notice.h"

enum { ALLOWED, NO_EMERGENCY, HALF_EMERGENCY, NO_NUMBER, PART_MISSING, NOT_ACTIVE };

static const struct verdict verdicts[] = {
	[ALLOWED] = { .answer = VERDICT_YES },
	[NO_EMERGENCY] = { VERDICT_NO, 362,
		N_("The letter lacks the emergency notice, which every Calling Plan user must get."),
		N_("Put {emergency_notice} back into the letter's text, then preview it again.") },
	[HALF_EMERGENCY] = { VERDICT_NO, 318,
		N_("The letter leaves out one of the three ways in which emergency calls differ."),
		N_("Put {emergency_notice} into the text; it holds all three.") },
	[NO_NUMBER] = { VERDICT_NO, 361, N_("The letter does not tell the person the number."),
		N_("Put {number} into the letter's text, then preview it again.") },
	[PART_MISSING] = { VERDICT_WARN, 361,
		N_("The letter leaves out something people ask for: name, place, plan, voicemail, address."),
		N_("Look at the preview, and add what is missing if your people need it.") },
	[NOT_ACTIVE] = { VERDICT_WAIT, 366,
		N_("The number does not work yet, and the letter does not say \"within 24 hours\"."),
		N_("Wait until the number is active, or use a letter that names the 24 hours.") },
};

VERDICT_ROWS(notice_verdicts, verdicts)

struct verdict notice_check(unsigned parts)
{
	if (!(parts & NOTICE_EMERGENCY))
		return verdicts[NO_EMERGENCY];
	if ((parts & NOTICE_EMERGENCY) != NOTICE_EMERGENCY)
		return verdicts[HALF_EMERGENCY];
	if (!(parts & (NOTICE_NUMBER | NOTICE_E164)))
		return verdicts[NO_NUMBER];
	if ((parts & NOTICE_WHOLE) != NOTICE_WHOLE)
		return verdicts[PART_MISSING];
	return verdicts[ALLOWED];
}

struct verdict notice_timing(bool active, bool says_within_a_day)
{
	return verdicts[active || says_within_a_day ? ALLOWED : NOT_ACTIVE];
}
