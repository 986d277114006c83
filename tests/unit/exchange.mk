# Unit tests of exchange.
