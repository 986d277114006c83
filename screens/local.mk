# Sources of screens.
