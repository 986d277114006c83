# Sources of screens: a file a step, the wizard around them.
libscreens_a_SOURCES += \
	screens/assign.c \
	screens/common.c screens/common.h \
	screens/problems.c \
	screens/shell.c screens/shell.h \
	screens/wizard.c screens/wizard.h
