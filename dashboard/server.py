"""gunicorn as `manage.py serve` starts it, and the address it listens on. Its options are in gunicorn.conf.py."""

import errno
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import Application
from gunicorn.arbiter import Arbiter

from dashboard import below_path

CONFIG = Path(__file__).with_name("gunicorn.conf.py")


class Master(Arbiter):
    """Leaves it to the supervisor what Ctrl-C means, which reaches every process of the terminal's group."""

    def init_signals(self) -> None:
        super().init_signals()
        signal.signal(signal.SIGINT, signal.SIG_IGN)


class Server(Application):
    """gunicorn with the options of gunicorn.conf.py, which the arguments given here override. gunicorn's own command
    line is not read: it is that of manage.py."""

    def __init__(self, *, access_log: bool, when_ready: Callable[[object], None]) -> None:
        self.overrides = {"when_ready": when_ready} if access_log else {"when_ready": when_ready, "accesslog": None}
        super().__init__()

    def load_config(self) -> None:
        self.load_config_from_file(str(CONFIG))
        for name, value in self.overrides.items():
            self.cfg.set(name, value)

    def load(self) -> below_path.Application:
        return below_path.below_path(get_wsgi_application(), settings.BASE_PATH)

    def run(self) -> None:
        Master(self).run()


def address() -> str:
    """The address at which a browser finds the desk."""
    named = [host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))] or ["localhost"]
    if settings.HTTPS:
        return f"https://{named[0]}"
    host = named[0] if settings.HOST in {"0.0.0.0", "::"} else settings.HOST  # noqa: S104
    return f"http://[{host}]:{settings.PORT}" if ":" in host.strip("[]") else f"http://{host}:{settings.PORT}"


def port_problem(host: str, port: int) -> str | None:
    """Why the server could not listen on this port, as a sentence for the operator; None when it can. Asked first, so
    that a port in use is not found out after the migrations."""
    try:
        family, kind, protocol, _, socket_address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(socket_address)
    except OverflowError:
        return f"There is no port {port}. Choose another one, for example: PORT=8000"
    except OSError as problem:
        return port_problem_text(problem, port)
    return None


def port_problem_text(problem: OSError, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        other = port + 10 if port < 65_000 else 8000
        return f"Port {port} is taken by another program. Choose another one, for example: PORT={other}"
    if problem.errno == errno.EACCES:
        return f"This user may not listen on port {port}. Choose one above 1023, for example: PORT=8000"
    return f"HOST is no address of this machine that the desk can listen on ({problem.strerror})."
