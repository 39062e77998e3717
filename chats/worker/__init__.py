"""The background: one loop that claims what is due, and one task that works on it (docs/architecture.md)."""
