"""Market's notifications: what is sent, when, and what becomes of it."""
