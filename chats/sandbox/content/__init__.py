"""What the sandbox starts with: sellers, buyers, chats, dialogues, orders and returns. Imports nothing else here."""
