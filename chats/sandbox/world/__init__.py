"""The state behind the answers: chats and their messages, and what changes them without a call."""
