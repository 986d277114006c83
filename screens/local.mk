# Sources of screens: a file a step, the wizard around them.
libscreens_a_SOURCES += \
	screens/address-sheet.c \
	screens/addresses.c screens/addresses.h \
	screens/applying.c screens/applying.h \
	screens/assign.c \
	screens/common.c screens/common.h \
	screens/coordinates.c \
	screens/countries.c screens/countries.h \
	screens/correction.c \
	screens/handover.c screens/handover.h \
	screens/importing.c screens/importing.h \
	screens/journal.c screens/journal.h \
	screens/licences.c \
	screens/notify.c \
	screens/number-form.c \
	screens/numbers.c screens/numbers.h \
	screens/organization.c screens/organization.h \
	screens/people-import.c screens/people-import.h \
	screens/problems.c \
	screens/review.c \
	screens/sheet.c screens/sheet.h \
	screens/shell.c screens/shell.h \
	screens/signin.c screens/signin.h \
	screens/stock.c \
	screens/topics.c \
	screens/wizard.c screens/wizard.h
