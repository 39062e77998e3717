from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Looks up only what can be a key: PostgreSQL refuses a text with NUL, and anybody may send one."""

    def _validate_session_key(self, key: str) -> bool:
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()
