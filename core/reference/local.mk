# Sources of core/reference.
