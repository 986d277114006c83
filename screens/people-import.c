/* People out of a CSV file: what follows once they are in. */
#include "screens/importing.h"
#include "screens/people-import.h"
#include "screens/wizard.h"

static void people_read(struct wizard *wizard, const char *path)
{
	struct error err = { 0 };
	if (!profile_take_people(wizard->profile, path, &err))
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
