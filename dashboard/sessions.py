"""Where sessions are stored: Django's database backend, with one gap closed, and read by a prepared statement."""

from functools import cache

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from chats.statements import Parameter, Statement


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

    def _get_session_from_db(self) -> Session | None:
        """As Django's own, which puts its query together anew for every request."""
        found = kept().run(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


@cache
def kept() -> Statement[Session]:
    return Statement(Session.objects.filter(session_key=Parameter("key"), expire_date__gt=Parameter("now")))
