from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Looks up a session only by what can be a session key; anything else counts as no session.

    The key comes from a cookie, so anybody may send one with a NUL character in it. PostgreSQL refuses that in a query,
    and the answer would be a 500: Django's form fields check for NUL (ProhibitNullCharactersValidator), its session
    backends do not. The method is private to Django, but nothing public sees the key before the query does. A test
    fails should a later version no longer call it.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        usual: bool = super()._validate_session_key(key)  # type: ignore[misc]  # private, so the stubs leave it out
        return bool(usual and key and key.isascii() and key.isalnum())
