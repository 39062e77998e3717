"""The desk below a path (BASE_PATH), such as https://example.com/desk/."""

from collections.abc import Callable, Iterable
from typing import Any

Environ = dict[str, Any]
Application = Callable[..., Iterable[bytes]]

NOT_HERE = """The desk is at {base}/ (BASE_PATH), and was asked for another path.
A proxy in front of it must hand paths on as they are, and not take {base} away. docs/operating.md shows how.
"""


def below_path(application: Application, base_path: str) -> Application:
    """The WSGI application at `base_path` and nowhere else; `base_path` is empty for one at the root.

    Proxies must leave the path as it is. Were both ways understood, /chats/1/ would mean two things for a desk at
    /chats. /healthz and /readyz are answered without the path too: monitoring may ask past the proxy.
    """
    if not base_path:
        return application

    def of_path(environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(f"{base_path}/"):
            return application({**environ, "PATH_INFO": path[len(base_path) :]}, start_response)
        if path in {"/healthz", "/readyz"}:
            return application(environ, start_response)
        if path == base_path:
            query = environ.get("QUERY_STRING", "")
            start_response("301 Moved Permanently", [("Location", f"{base_path}/{'?' + query if query else ''}")])
            return []
        start_response("404 Not Found", [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")])
        return [NOT_HERE.format(base=base_path).encode()]

    return of_path
