# Sources of core/plan.
