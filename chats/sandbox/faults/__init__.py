"""What can go wrong, and which call it happens to."""
