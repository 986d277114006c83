# Translations: po/LANG.po are written by people; ringup.pot and the .mo files are made.
PO_LANGUAGES = fr
PO_FILES = $(PO_LANGUAGES:%=po/%.po)
EXTRA_DIST += $(PO_FILES)
PO_KEYWORDS = --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --add-comments=TRANSLATORS

if HAVE_MSGFMT
MO_FILES = $(PO_LANGUAGES:%=po/%/LC_MESSAGES/ringup.mo)
noinst_DATA = $(MO_FILES)
CLEANFILES += $(MO_FILES)
INSTALL_HOOKS += install-translations
UNINSTALL_HOOKS += uninstall-translations
endif

po/%/LC_MESSAGES/ringup.mo: po/%.po
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(MSGFMT) --check-format -o $@ $<

.PHONY: install-translations uninstall-translations pot update-po
install-translations: $(MO_FILES)
	for language in $(PO_LANGUAGES); do \
		$(MKDIR_P) "$(DESTDIR)$(localedir)/$$language/LC_MESSAGES" && \
		$(INSTALL_DATA) po/$$language/LC_MESSAGES/ringup.mo \
			"$(DESTDIR)$(localedir)/$$language/LC_MESSAGES/ringup.mo" || exit 1; \
	done

uninstall-translations:
	for language in $(PO_LANGUAGES); do \
		rm -f "$(DESTDIR)$(localedir)/$$language/LC_MESSAGES/ringup.mo"; \
	done

# make update-po: takes new and changed texts of the sources into the translations.
pot:
	cd $(srcdir) && find core tui screens commands -name '*.[ch]' | LC_ALL=C sort | \
		$(XGETTEXT) --files-from=- --from-code=UTF-8 --language=C --package-name=ringup \
		--package-version=$(PACKAGE_VERSION) $(PO_KEYWORDS) --no-location -o $(abs_top_builddir)/po/ringup.pot
update-po: pot
	for language in $(PO_LANGUAGES); do \
		$(MSGMERGE) --quiet --update --backup=none --no-fuzzy-matching \
			$(srcdir)/po/$$language.po po/ringup.pot || exit 1; \
	done
