"""Pages of the administration. Importing them registers them; Django does it by itself."""

from chats.admin import background, lookups, people, prepared, sellers

__all__ = ["background", "lookups", "people", "prepared", "sellers"]
