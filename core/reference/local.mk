libcore_a_SOURCES += core/reference/capability.h core/reference/reference-db.h core/reference/reference.h
