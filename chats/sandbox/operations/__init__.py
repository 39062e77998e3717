"""Market's operations: routing, authorization, handlers, and `MarketCall`, which takes a call through them."""
