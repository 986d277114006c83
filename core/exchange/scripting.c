/* The plan as a runbook of PowerShell. */
#include "core/exchange/scripting.h"
#include "core/plan/walk.h"

struct making {
	struct scripting *scripting;
	struct script *script;
};

static bool change_take(void *data, const struct walk_step *step, struct error *err)
{
	struct making *making = data;
	struct scripting *scripting = making->scripting;
	struct error refusal = { 0 };

	(void)err;
	if (!script_can(step->request->kind) ||
		(!scripting->all && step->way != SERVICE_BY_SCRIPT)) {
		scripting->left[step->way]++;
	} else if (!script_add(making->script, step->request, &refusal)) {
		scripting->left[SERVICE_BY_SCRIPT]++;
		str_addf(&scripting->why, "  %s\n", refusal.text);
	}
	return true;
}

bool scripting_write(struct store *store, struct reference *ref, struct scripting *scripting,
	struct str *out, struct error *err)
{
	struct making making = { scripting, script_new(&scripting->options) };
	bool ok = plan_walk(store, ref, NULL, change_take, &making, &scripting->skipped, err);

	scripting->steps = script_steps(making.script);
	if (ok)
		script_text(making.script, out);
	script_free(making.script);
	return ok;
}

void scripting_fini(struct scripting *scripting)
{
	str_fini(&scripting->why);
}
