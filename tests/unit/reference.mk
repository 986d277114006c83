# Unit tests of reference.
