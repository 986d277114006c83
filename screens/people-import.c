/* People out of a CSV file: what follows once they are in. */
#include "core/base/clock.h"
#include "core/plan/licensing.h"
#include "core/service/demo/demo.h"
#include "screens/importing.h"
#include "screens/people-import.h"
#include "screens/wizard.h"

/* An empty demo tenant takes these people as its own, so that the setup can be practised. Elsewhere
 * the plan follows what the file says of them. */
static bool take_people(struct wizard *wizard, const char *path, struct error *err)
{
	struct profile *profile = wizard->profile;
	if (!organization_set(profile->store, ORGANIZATION_PEOPLE_FILE, path, err) ||
		!organization_saved(profile->store, clock_now(), err) ||
		!licensing_plan(profile->store, profile->reference, NULL, err))
		return false;
	return !profile->demo || !profile->service ||
	       demo_adopt(profile->service, profile->store, err);
}

static void people_read(struct wizard *wizard, const char *path)
{
	struct error err = { 0 };
	if (!take_people(wizard, path, &err))
		tui_error(wizard->tui, &err);
	else if (wizard->profile->demo && wizard->profile->service)
		wizard_sync(wizard, NULL);
}

void people_import(struct wizard *wizard)
{
	importing_open(&wizard->people, wizard, IMPORT_PEOPLE);
	importing_then(wizard->people, people_read);
}

void people_import_fini(struct wizard *wizard)
{
	importing_free(wizard->people);
	wizard->people = NULL;
}
