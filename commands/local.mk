# Sources of commands.
