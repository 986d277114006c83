# Sources of screens: a file a step, the wizard around them.
libscreens_a_SOURCES += screens/assign.c
libscreens_a_SOURCES += screens/common.c screens/common.h
libscreens_a_SOURCES += screens/organization.c
libscreens_a_SOURCES += screens/people-import.c screens/people-import.h
libscreens_a_SOURCES += screens/problems.c
libscreens_a_SOURCES += screens/shell.c screens/shell.h
libscreens_a_SOURCES += screens/wizard.c screens/wizard.h
