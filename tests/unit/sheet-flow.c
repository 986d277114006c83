/* Proves that the picture of a call flow is exact in Unicode and in ASCII, wide and narrow, and
 * that no name, however long, wide or hostile, makes it wider than its screen. */
#include "core/sheet/flow.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/text.h"
#include "tests/unit/expect.h"

static struct callflow_attendant attendant;
static struct callflow_queue queue;
static struct callflow flow;

static struct callflow_target to(enum callflow_kind kind, const char *name, const char *label)
{
	struct callflow_target target = { .kind = kind };
	snprintf(target.name, sizeof target.name, "%s", name);
	snprintf(target.label, sizeof target.label, "%s", label);
	return target;
}

static void bakery(void)
{
	attendant = (struct callflow_attendant){ .name = "Main line",
		.account = { .upn = "aa@x", .number = "+14255550100", .numbered = true },
		.language = "en-US",
		.time_zone = "Pacific Standard Time",
		.greeting = "Welcome to the bakery.",
		.closed = "We bake.",
		.hours = { { 0x1f, 540, 1020 }, { 0x20, 600, 780 } },
		.hours_count = 2,
		.menu = { { '1', "Orders", to(CALLFLOW_QUEUE, "Orders", "") },
			{ '2', "Shop", to(CALLFLOW_QUEUE, "orders", "") },
			{ '0', "Office", to(CALLFLOW_OPERATOR, "", "") } },
		.menu_count = 3,
		.operator= to(CALLFLOW_PERSON, "ava@x", "Ava Lindqvist"),
		.after_hours = to(CALLFLOW_VOICEMAIL, "ava@x", "Ava Lindqvist"),
		.holidays = { { 20812, "Christmas" }, { 20819, "New Year" } },
		.holiday_count = 2,
		.on_holidays = to(CALLFLOW_END, "", "") };
	queue = (struct callflow_queue){ .name = "Orders",
		.method = CALLFLOW_ROUND,
		.agents = 2,
		.people = "Ava Lindqvist, Chloé Dubois",
		.overflow_at = 10,
		.overflow = to(CALLFLOW_NUMBER, "+14255550199", ""),
		.timeout = 90,
		.timed_out = to(CALLFLOW_ATTENDANT, "Main line", "") };
	flow = (struct callflow){
		.attendants = &attendant, .attendant_count = 1, .queues = &queue, .queue_count = 1
	};
}

static void straight(void)
{
	bakery();
	attendant.account.number[0] = '\0';
	attendant.menu_count = 0;
	attendant.hours_count = 0;
	attendant.holiday_count = 0;
	attendant.operator.kind = CALLFLOW_NOWHERE;
	attendant.greeting = "file:hello.wav";
	attendant.straight = to(CALLFLOW_QUEUE, "Orders", "");
	queue.unknown = true;
}

static void nobody(void)
{
	straight();
	attendant.account.numbered = false;
	attendant.greeting = "";
	attendant.straight = to(CALLFLOW_NOWHERE, "", "");
}

static void wide(void)
{
	straight();
	strcpy(attendant.name, "東京ベーカリー本店代表電話受付案内窓口");
	attendant.greeting = "いらっしゃいませ、東京ベーカリーです。ご用件をどうぞ。";
	strcpy(queue.name, "注文");
	attendant.straight = to(CALLFLOW_QUEUE, "注文", "");
	queue.unknown = false;
	queue.people = "\033[31m田中\n太郎\u202e";
}

static const char bakery_wide[] = "+14255550100\n"
				  "└─ attendant Main line (en-US, Pacific Standard Time)\n"
				  "   ├─ says \"Welcome to the bakery.\"\n"
				  "   ├─ open mon-fri 09:00-17:00; sat 10:00-13:00\n"
				  "   │  ├─ 1 Orders → queue Orders\n"
				  "   │  │  ├─ 2 people, in turn: Ava Lindqvist, Chloé Dubois\n"
				  "   │  │  ├─ more than 10 waiting → +14255550199\n"
				  "   │  │  └─ after 1:30 min → attendant Main line\n"
				  "   │  ├─ 2 Shop → queue orders\n"
				  "   │  └─ 0 Office → the operator\n"
				  "   ├─ closed → voicemail of Ava Lindqvist\n"
				  "   │  └─ says \"We bake.\"\n"
				  "   ├─ holidays → the call ends\n"
				  "   │  ├─ 2026-12-25 Christmas\n"
				  "   │  └─ 2027-01-01 New Year\n"
				  "   └─ operator → Ava Lindqvist\n";

static const char bakery_narrow[] = "+14255550100\n"
				    "└ attendant Main line (en-US,\n"
				    "  │ Pacific Standard Time)\n"
				    "  ├ says \"Welcome to the bakery.\"\n"
				    "  ├ open mon-fri 09:00-17:00; sat\n"
				    "  │ │ 10:00-13:00\n"
				    "  │ ├ 1 Orders → queue Orders\n"
				    "  │ │ ├ 2 people, in turn: Ava\n"
				    "  │ │ │   Lindqvist, Chloé Dubois\n"
				    "  │ │ ├ more than 10 waiting →\n"
				    "  │ │ │   +14255550199\n"
				    "  │ │ └ after 1:30 min → attendant\n"
				    "  │ │     Main line\n"
				    "  │ ├ 2 Shop → queue orders\n"
				    "  │ └ 0 Office → the operator\n"
				    "  ├ closed → voicemail of Ava\n"
				    "  │ │ Lindqvist\n"
				    "  │ └ says \"We bake.\"\n"
				    "  ├ holidays → the call ends\n"
				    "  │ ├ 2026-12-25 Christmas\n"
				    "  │ └ 2027-01-01 New Year\n"
				    "  └ operator → Ava Lindqvist\n";

static const char bakery_ascii[] = "+14255550100\n"
				   "`- attendant Main line (en-US, Pacific Standard Time)\n"
				   "   |- says \"Welcome to the bakery.\"\n"
				   "   |- open mon-fri 09:00-17:00; sat 10:00-13:00\n"
				   "   |  |- 1 Orders -> queue Orders\n"
				   "   |  |  |- 2 people, in turn: Ava Lindqvist, Chloe Dubois\n"
				   "   |  |  |- more than 10 waiting -> +14255550199\n"
				   "   |  |  `- after 1:30 min -> attendant Main line\n"
				   "   |  |- 2 Shop -> queue orders\n"
				   "   |  `- 0 Office -> the operator\n"
				   "   |- closed -> voicemail of Ava Lindqvist\n"
				   "   |  `- says \"We bake.\"\n"
				   "   |- holidays -> the call ends\n"
				   "   |  |- 2026-12-25 Christmas\n"
				   "   |  `- 2027-01-01 New Year\n"
				   "   `- operator -> Ava Lindqvist\n";

static const char straight_ascii[] = "a new service number\n"
				     "` attendant Main line (en-US,\n"
				     "  | Pacific Standard Time)\n"
				     "  | plays hello.wav\n"
				     "  ` open always -> queue Orders\n"
				     "    | people: those who call\n"
				     "    | more than 10 waiting ->\n"
				     "    |   +14255550199\n"
				     "    ` after 1:30 min -> attendant\n"
				     "        Main line\n";

static void unanswered(void)
{
	straight();
	queue.unknown = false;
	queue.agents = 0;
	queue.overflow = queue.timed_out = to(CALLFLOW_END, "", "");
}

static const char unanswered_ascii[] = "a new service number\n"
				       "`- attendant Main line (en-US, Pacific Standard Time)\n"
				       "   |- plays hello.wav\n"
				       "   `- open always -> queue Orders\n"
				       "      |- nobody answers yet\n"
				       "      |- more than 10 waiting -> the call ends\n"
				       "      `- after 1:30 min -> the call ends\n";

static const char nobody_wide[] = "no number of its own\n"
				  "└─ attendant Main line (en-US, Pacific Standard Time)\n"
				  "   └─ open always → nowhere\n";

static const char wide_narrow[] = "a new service number\n"
				  "└ attendant\n"
				  "  │ 東京ベーカリー本店代表電話受付案内\n"
				  "  │ 窓口 (en-US, Pacific Standard Tim…\n"
				  "  ├ says\n"
				  "  │   \"いらっしゃいませ、東京ベーカリ\n"
				  "  │   ーです。ご用件をどうぞ。\"\n"
				  "  └ open always → queue 注文\n"
				  "    ├ 2 people, in turn: \uFFFD[31m田中\n"
				  "    │   太郎\uFFFD\n"
				  "    ├ more than 10 waiting →\n"
				  "    │   +14255550199\n"
				  "    └ after 1:30 min → attendant\n"
				  "        Main line\n";

static void the_picture_is_exact(void **state)
{
	static const struct {
		const char *name;
		void (*make)(void);
		int columns;
		bool ascii;
		const char *picture;
	} rows[] = {
		{ "R-387: the bakery", bakery, 80, false, bakery_wide },
		{ "R-387: the bakery, narrow", bakery, 38, false, bakery_narrow },
		{ "R-387: the bakery, ASCII", bakery, 80, true, bakery_ascii },
		{ "R-388: straight to a queue, narrow, ASCII", straight, 38, true, straight_ascii },
		{ "R-389: nothing is answered yet", nobody, 80, false, nobody_wide },
		{ "R-388: nobody answers", unanswered, 60, true, unanswered_ascii },
		{ "wide and hostile names", wide, 38, false, wide_narrow },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str out = { 0 };
		rows[i].make();
		text_set_ascii(rows[i].ascii);
		flow_draw(&flow, rows[i].columns, &out);
		text_set_ascii(false);
		expect_text(rows[i].name, str_text(&out), rows[i].picture);
		str_fini(&out);
	}
}

static int widest(const char *lines)
{
	int most = 0;
	while (*lines) {
		char *line = xstrndup(lines, strcspn(lines, "\n"));
		int width = text_width(line);
		if (width > most)
			most = width;
		lines += strlen(line) + 1;
		free(line);
	}
	return most;
}

static void no_name_makes_it_wider(void **state)
{
	static void (*const makes[])(void) = { bakery, straight, wide };
	static char long_name[600];
	(void)state;
	for (size_t i = 0; i + 3 < sizeof long_name; i += 3)
		memcpy(long_name + i, "店", 3);
	for (size_t i = 0; i < COUNT_OF(makes); i++) {
		for (int columns = 20; columns <= 120; columns++) {
			struct str out = { 0 };
			makes[i]();
			attendant.greeting = long_name;
			queue.people = long_name;
			flow_draw(&flow, columns, &out);
			if (widest(str_text(&out)) > columns)
				fail_msg("%d columns in %d", widest(str_text(&out)), columns);
			str_fini(&out);
		}
	}
}

static int count_of(const char *text, const char *part)
{
	int count = 0;
	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		count++;
	}
	return count;
}

/* Two attendants that lead to each other are drawn once each; many rows end the picture. */
static void circles_and_crowds_are_drawn_once(void **state)
{
	struct callflow_attendant two[2];
	struct str out = { 0 };
	(void)state;
	bakery();
	two[0] = two[1] = attendant;
	strcpy(two[1].name, "Night");
	two[0].menu[0].to = to(CALLFLOW_ATTENDANT, "Night", "");
	two[1].menu[0].to = to(CALLFLOW_ATTENDANT, "Main line", "");
	flow.attendants = two;
	flow.attendant_count = 2;
	flow_draw(&flow, 80, &out);
	expect_part("the second", str_text(&out), "│  ├─ 1 Orders → attendant Main line\n");
	expect_number("each once", count_of(str_text(&out), "We bake."), 2);
	str_clear(&out);
	flow.attendant_count = 0;
	flow_draw(&flow, 80, &out);
	expect_text("nothing", str_text(&out), "");
	str_fini(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_picture_is_exact),
		cmocka_unit_test(no_name_makes_it_wider),
		cmocka_unit_test(circles_and_crowds_are_drawn_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
