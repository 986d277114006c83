# Sources of core/exchange.
