"""Where sessions are stored: Django's database backend, with one gap closed."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Takes only letters and digits for a session key; a request with anything else has no session.

    The key comes from a cookie, so anyone may send one with a NUL character. PostgreSQL refuses that in a query, and
    the desk would answer with a 500: Django checks its form fields for NUL (ProhibitNullCharactersValidator), but not
    its session keys. The method is private to Django, because no public one sees the key before the query does. A test
    fails should a later version no longer call it.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        usual: bool = super()._validate_session_key(key)  # type: ignore[misc]  # private, so the stubs leave it out
        return bool(usual and key and key.isascii() and key.isalnum())
