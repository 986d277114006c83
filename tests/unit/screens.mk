# Unit tests of screens.
