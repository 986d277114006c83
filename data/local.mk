# The facts, compiled into a database inside the program, and the files that it carries as they are.
FACTS = \
	data/address_fields.csv \
	data/address_formats.csv \
	data/areas.csv \
	data/bandwidth.csv \
	data/capabilities.csv \
	data/city_names.csv \
	data/cmdlets.csv \
	data/conferencing_cities.csv \
	data/conferencing_zone_a.csv \
	data/conflicts.csv \
	data/constants.csv \
	data/countries.csv \
	data/country_boxes.csv \
	data/country_notes.csv \
	data/demo_offers.csv \
	data/destinations.csv \
	data/formalities.csv \
	data/iso_countries.csv \
	data/locales.csv \
	data/minutes.csv \
	data/network.csv \
	data/network_targets.csv \
	data/prices.csv \
	data/reference.sql \
	data/rule_states.csv \
	data/rules.csv \
	data/service_cities.csv \
	data/service_plan_ids.csv \
	data/service_plans.csv \
	data/service_quota.csv \
	data/sku_aliases.csv \
	data/sku_plans.csv \
	data/skus.csv \
	data/subdivisions.csv \
	data/toll_free.csv \
	data/voice_features.csv

# Names below data/, as embedded_file() of core/base/embed.h finds them. Add yours: EMBED_FILES += letters/en.txt
EMBED_FILES = schema.sql \
	migrations/2.sql migrations/3.sql \
	runbook.ps1 \
	demo.sql demo/atelier.sql demo/bakery.sql demo/empty.sql demo/features.sql demo/names.sql demo/northwind.sql \
	letters/de.txt letters/en.txt letters/es.txt letters/fr.txt \
	letters/it.txt letters/nl.txt letters/pt.txt letters/sv.txt

EXTRA_DIST += $(FACTS) $(EMBED_FILES:%=data/%)

# The tool shares objects with libcore.a, which needs its output: it names the few that it uses.
noinst_PROGRAMS += mkreference
mkreference_SOURCES = data/compile.c \
	core/base/csv.c core/base/error.c core/base/mem.c core/base/path.c core/base/text.c
mkreference_LDADD = $(SQLITE_LIBS) $(UNISTRING_LIBS) $(LIBINTL)

nodist_libcore_a_SOURCES += data/reference-db.c data/embed-files.c
CLEANFILES += data/reference-db.c data/reference.db data/embed-files.c

data/reference-db.c: mkreference$(EXEEXT) $(FACTS)
	$(AM_V_GEN)$(MKDIR_P) data && ./mkreference$(EXEEXT) facts $(srcdir)/data data/reference.db $@

data/embed-files.c: mkreference$(EXEEXT) $(EMBED_FILES:%=data/%) Makefile
	$(AM_V_GEN)$(MKDIR_P) data && ./mkreference$(EXEEXT) files $(srcdir)/data $@ $(EMBED_FILES)
