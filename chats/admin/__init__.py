"""Pages of the administration. Importing them registers them; Django does it by itself."""

from chats.admin import lookups, people, prepared, sellers

__all__ = ["lookups", "people", "prepared", "sellers"]
