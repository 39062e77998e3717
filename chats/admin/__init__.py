from chats.admin import lookups, people, sellers

__all__ = ["lookups", "people", "sellers"]
