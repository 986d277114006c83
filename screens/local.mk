# Sources of screens: a file a step, the wizard around them.
libscreens_a_SOURCES += screens/wizard.h screens/common.c screens/common.h
