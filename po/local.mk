# Sources of po.
