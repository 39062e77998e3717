"""gunicorn's options. `manage.py serve` reads this file; `gunicorn --config dashboard/gunicorn.conf.py` does the same
without bringing the database and the static files up to date first.

Reference: https://docs.gunicorn.org/en/stable/settings.html
"""

import gc
import os

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")

from django.conf import settings

from dashboard.access_log import AccessLog
from dashboard.web_worker import WebWorker, hold_stop_signals_while_forking

wsgi_app = "dashboard.wsgi"
bind = f"[{settings.HOST}]:{settings.PORT}" if ":" in settings.HOST else f"{settings.HOST}:{settings.PORT}"

worker_class = WebWorker
workers = settings.WEB_PROCESSES
threads = settings.WEB_THREADS
timeout = 30
graceful_timeout = 20
# A leak in whatever library ends here; jitter keeps the processes from restarting all at once.
max_requests = 10_000
max_requests_jitter = 1_000
# The heartbeat file: on a slow disk it would look like a hung worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108

limit_request_line = 4094
limit_request_fields = 64
forwarded_allow_ips = ",".join(settings.TRUSTED_PROXIES)

# Else gunicorn leaves a socket in the home folder, or fails where that is read-only.
control_socket_disable = True

loglevel = "warning"
logger_class = AccessLog
accesslog = "-"
access_log_format = "%(t)s %(h)s %(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"


def on_starting(server: Arbiter) -> None:
    hold_stop_signals_while_forking()


def pre_fork(server: Arbiter, worker: Worker) -> None:
    # What exists by now lives as long as the process: collecting it again and again cost a tenth of a page.
    gc.freeze()


def post_worker_init(worker: Worker) -> None:
    gc.freeze()
