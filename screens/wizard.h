/* screens/wizard.h: what all screens of the wizard share: the profile, the terminal, what the frame
 * shows, and the work that goes on behind the screens (sync, apply). Each step is a file of its own
 * that declares a struct view. */
#ifndef SCREENS_WIZARD_H
#define SCREENS_WIZARD_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/error.h"
#include "core/base/loop.h"
#include "core/plan/change.h"
#include "core/profile/profile.h"
#include "core/tenant/organization.h"
#include "tui/tui.h"

struct wizard_options {
	int ascii, colour; /* -1 as configured, 0 no, 1 yes */
};

/* Opens the terminal, goes to the step where the admin stopped, runs until q or a signal. False
 * with a sentence when there is no usable terminal, or with ERROR_CANCELLED after a signal
 * (everything is saved). */
bool wizard_run(struct profile *profile, struct loop *loop, const struct wizard_options *options,
	struct error *err);

/* What the frame shows; read again by the loop's turn, so that drawing reads nothing from the
 * store. */
struct frame_facts {
	struct organization organization;
	struct plan_status steps[PLAN_STEP_COUNT]; /* in the country's order */
	struct plan_cost cost;
	int64_t changes, conflicts, problems;
	int64_t held_until;    /* end of the next reservation to run out; 0: none */
	int64_t quota, owned;  /* user numbers allowed, and had or held */
	char country_name[48]; /* "United States", "5 countries" */
	int64_t saved_at;
};

struct sync;
struct apply;
struct applying;
struct handover;
struct importing;
struct signin_screen;

/* A struct of each screen's own: made by its open function, freed by its close. */
struct wizard {
	struct profile *profile;
	struct loop *loop;
	struct tui *tui;
	struct frame_facts facts;
	bool stale;        /* facts are to be read again before the next draw */
	bool slow;         /* reading them takes so long that keys come first */
	struct sync *sync; /* running in slices; NULL: none */
	int sync_timer, beat_timer, fresh_timer; /* loop_after ids; 0: none */
	int sync_tries;     /* of the page under way, when its trouble was said last */
	int64_t sync_shown; /* clock_ticks() when the lists were read again last */
	void (*sync_then)(struct wizard *wizard);
	struct apply *apply;               /* likewise */
	struct importing *people;          /* from a file; NULL: never asked for */
	int apply_timer;                   /* loop_after id of the next apply turn; 0: none */
	struct applying *applying;         /* the page "While it runs"; NULL: never opened */
	struct signin_screen *signing;     /* the page "Sign in"; NULL: it is not open */
	struct handover *handover;         /* scripts and their results; NULL: never asked for */
	struct error trouble;              /* of work behind the screens; shown once */
	void *state[PLAN_STEP_COUNT];      /* of the screens, by enum plan_step */
	struct step step[PLAN_STEP_COUNT]; /* shell steps in the country's order */
};

/* To be called after every write: facts and lists are read again before the next draw. */
void wizard_changed(struct wizard *wizard);

/* Does a write as one edit that `u` takes back: label is what is done ("5 people marked"), already
 * translated. False after showing the error; on true the screen is told to reload. */
bool wizard_edit(struct wizard *wizard, const char *label,
	bool (*write)(void *data, struct error *err), void *data);

/* The same for a form's set() and accept(): the error is the caller's to show. err may not be NULL.
 */
bool wizard_write(struct wizard *wizard, const char *label,
	bool (*write)(void *data, struct error *err), void *data, struct error *err);

/* Starts reading the tenant in slices; *then (may be NULL) is called at its end. */
void wizard_sync(struct wizard *wizard, void (*then)(struct wizard *wizard));

/* Opens the page "While it runs" and applies `step` (NULL: all). Asks for the count first when
 * licences are to be bought. */
void wizard_apply(struct wizard *wizard, const char *step);

/* "numbers 5 of 15", for status lines: appends. */
void wizard_status_quota(struct wizard *wizard, struct str *out);

/* Now, by the service's clock. */
int64_t wizard_now(const struct wizard *wizard);

/* The list "What stands in the way", of one step (enum plan_step) or of all (-1). */
void wizard_problems(struct wizard *wizard, int step);

/* The service, or NULL after saying why there is none. */
struct service *wizard_service(struct wizard *wizard);

/* Goes to a step wherever it stands in the country's order. */
void wizard_go(struct wizard *wizard, enum plan_step step);

/* The steps. Each has
 *     NAME_view      its view; ctx of all callbacks is the struct wizard
 *     NAME_views     the views that it pushes over it, NULL at the end: for the test that walks all
 *                    declarations
 *     NAME_forms     likewise, its forms
 *     NAME_init      makes what lives as long as the wizard (wizard->state[PLAN_ID]) before the
 *                    terminal is taken; must work without a terminal
 *     NAME_fini      frees it, after the terminal was given back */
#define WIZARD_SCREENS(X)                                 \
	X(organization, ORGANIZATION, N_("Organization")) \
	X(licences, LICENCES, N_("Licences"))             \
	X(numbers, NUMBERS, N_("Numbers"))                \
	X(addresses, ADDRESSES, N_("Addresses"))          \
	X(assign, ASSIGN, N_("Assign"))                   \
	X(notify, NOTIFY, N_("Notify"))                   \
	X(review, REVIEW, N_("Review"))
#define X(name, id, title)                              \
	extern const struct view name##_view;           \
	extern const struct view *const name##_views[]; \
	extern const struct form *const name##_forms[]; \
	void name##_init(struct wizard *wizard);        \
	void name##_fini(struct wizard *wizard);
WIZARD_SCREENS(X)
#undef X

/* All countries that the facts know, for a field or tui_choose(); ctx: the wizard. */
extern const struct picker usage_location_picker;

/* The shell around the steps, and all views and forms that there are, for the test that walks the
 * declarations; NULL behind the last. */
extern const struct shell wizard_shell;
const struct view *wizard_view(int index);
const struct form *wizard_form(int index);

#endif
