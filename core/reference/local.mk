libcore_a_SOURCES += \
	core/reference/capability.h \
	core/reference/own-price.c core/reference/own-price.h \
	core/reference/reference-db.h \
	core/reference/reference.c core/reference/reference.h
