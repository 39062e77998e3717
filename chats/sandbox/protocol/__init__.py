"""Market's HTTP: calls and their checks, answers, page tokens, quota, and how bytes reach the wire."""
