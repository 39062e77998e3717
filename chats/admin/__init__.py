from chats.admin import lookups, people, prepared, sellers

__all__ = ["lookups", "people", "prepared", "sellers"]
