# Sources of core/service/graph.
libcore_a_SOURCES += \
	core/service/graph/call.h \
	core/service/graph/cloud.c \
	core/service/graph/graph.h
