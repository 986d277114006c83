# Sources of core/store.
