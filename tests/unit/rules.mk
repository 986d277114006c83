# Unit tests of rules.
