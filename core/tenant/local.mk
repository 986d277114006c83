# Sources of core/tenant.
