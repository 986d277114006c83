# Sources of data.
