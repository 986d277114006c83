# Sources of core/profile.
