# Sources of core/service.
