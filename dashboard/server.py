"""The production server: gunicorn, set up from our settings."""

import errno
import gc
import os
import signal
import socket
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from dashboard.logs import DESK_LINE, RedactingFormatter

STOPS = {signal.SIGTERM, signal.SIGQUIT, signal.SIGINT}


class AccessLog(Logger):
    """Paths without query strings, headers, or the secret of a setup link; and the desk's net under all that the
    server itself has to say."""

    def setup(self, cfg):
        super().setup(cfg)
        for logger, line in ((self.error_log, DESK_LINE), (self.access_log, "%(message)s")):
            for handler in logger.handlers:
                handler.setFormatter(RedactingFormatter(line))

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        return {name: atoms[name] for name in "htmsUBM"}


class Worker(ThreadWorker):
    def init_signals(self):
        super().init_signals()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def handle_quit(self, sig, frame):
        # gunicorn shuts its pool down here, inside the signal handler, which may then wait for itself for ever:
        # https://github.com/python/cpython/issues/121649. Requests under way are cut off, as SIGQUIT means.
        os._exit(0)


class Server(BaseApplication):
    def __init__(self, *, access_log: bool, when_ready: Callable[[object], None]) -> None:
        self.options = {
            "bind": f"[{settings.HOST}]:{settings.PORT}"
            if ":" in settings.HOST
            else f"{settings.HOST}:{settings.PORT}",
            "worker_class": Worker,
            "workers": settings.WEB_PROCESSES,
            "threads": settings.WEB_THREADS,
            "timeout": 30,
            "graceful_timeout": 20,
            # A leak in whatever library ends here; jitter keeps the processes from renewing themselves together.
            "max_requests": 10_000,
            "max_requests_jitter": 1_000,
            "limit_request_line": 4094,
            "limit_request_fields": 64,
            "forwarded_allow_ips": ",".join(settings.TRUSTED_PROXIES),
            # Else gunicorn leaves a socket in the home folder, or fails where that is read-only.
            "control_socket_disable": True,
            # The heartbeat file: on a slow disk it would look like a hung worker.
            "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,  # noqa: S108
            "loglevel": "warning",
            "logger_class": AccessLog,
            "accesslog": "-" if access_log else None,
            "access_log_format": "%(t)s %(h)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms",
            "when_ready": when_ready,
            # What is there now stays: looking through it for garbage again and again cost a tenth of a page.
            "pre_fork": lambda server, worker: gc.freeze(),
            "post_worker_init": lambda worker: gc.freeze(),
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def run(self) -> None:
        # A worker that is told to stop before it has its own handlers would forget it, and be waited for in vain.
        os.register_at_fork(
            before=partial(signal.pthread_sigmask, signal.SIG_BLOCK, STOPS),
            after_in_parent=partial(signal.pthread_sigmask, signal.SIG_UNBLOCK, STOPS),
        )
        super().run()

    def load(self) -> WSGIHandler:
        return get_wsgi_application()


def address() -> str:
    """Where a browser finds the desk."""
    named = [host for host in settings.ALLOWED_HOSTS if not host.startswith(("*", "."))] or ["localhost"]
    if settings.HTTPS:
        return f"https://{named[0]}"
    host = named[0] if settings.HOST in {"0.0.0.0", "::"} else settings.HOST  # noqa: S104
    return f"http://[{host}]:{settings.PORT}" if ":" in host.strip("[]") else f"http://{host}:{settings.PORT}"


def port_problem(host: str, port: int) -> str | None:
    """Why the server could not listen there, in words, before anything else is done."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OverflowError:
        return f"There is no port {port}. Choose another one, for example: PORT=8000"
    except OSError as problem:
        return port_words(problem, host, port)
    return None


def port_words(problem: OSError, host: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another one, for example: PORT={port + 10}"
    if problem.errno == errno.EACCES:
        return f"This user may not listen on port {port}. Choose one above 1023, for example: PORT=8000"
    return f"HOST={host} is no address of this machine that the desk can listen on ({problem.strerror})."
