libcore_a_SOURCES += \
	core/rules/verdict.h
