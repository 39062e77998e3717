"""gunicorn's options. `manage.py serve` uses this file; so does `gunicorn --config dashboard/gunicorn.conf.py`, which
does not bring the database and the static files up to date first.

Reference: https://docs.gunicorn.org/en/stable/settings.html
"""

import gc
import os
import sys

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")

from django.conf import settings

from dashboard.access_log import AccessLog
from dashboard.environment import UnusableSettings
from dashboard.web_worker import WebWorker, hold_stop_signals_while_forking

wsgi_app = "dashboard.wsgi"
try:
    bind = f"[{settings.HOST}]:{settings.PORT}" if ":" in settings.HOST else f"{settings.HOST}:{settings.PORT}"
except UnusableSettings as faults:
    sys.exit(str(faults))

worker_class = WebWorker
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
timeout = 30
graceful_timeout = 20
# A process is replaced after so many requests, which limits what any library may leak. Jitter keeps the processes from
# restarting all at once.
max_requests = 10_000
max_requests_jitter = 1_000
# Where workers touch their heartbeat files: on a slow disk a busy worker would look like a hung one.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  (gunicorn makes unique names)

limit_request_line = 4094
limit_request_fields = 64
# What proxies say is judged by the desk itself, in one place (ForwardedSchemeMiddleware, chats/addresses.py).
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""

# gunicorn would otherwise leave a socket in the home folder, or fail where that is read-only.
control_socket_disable = True

loglevel = "warning"
logger_class = AccessLog
accesslog = "-"
access_log_format = "%(t)s %(h)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"


def on_starting(server: Arbiter) -> None:
    hold_stop_signals_while_forking()


def pre_fork(server: Arbiter, worker: Worker) -> None:
    # What exists by now lives as long as the process. Frozen, it is not searched for garbage again and again, which
    # took a tenth of a page's time.
    gc.freeze()


def post_worker_init(worker: Worker) -> None:
    gc.freeze()
