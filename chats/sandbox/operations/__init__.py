"""Market's operations: routing, authorization, handlers, and the exchange that runs a call through them."""
