"""Celery as hands behind the workers: TASKS_BACKEND=celery (docs/operating.md, "Other engines").

celery --app dashboard.celery_backend worker --pool threads --concurrency 8
"""

import os
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import celery
import django
from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING or django.VERSION >= (6,):
    from django.tasks.backends.base import BaseTaskBackend
    from django.tasks.base import Task, TaskResult, TaskResultStatus
else:
    from django_tasks.backends.base import BaseTaskBackend
    from django_tasks.base import Task, TaskResult, TaskResultStatus

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dashboard.settings")

# Acknowledged late, a task of a worker that is killed goes to another at once; a lease refuses what comes twice.
app = celery.Celery("desk", broker=settings.TASKS_URL)
app.conf.update(
    task_acks_late=True,
    task_ignore_result=True,
    task_reject_on_worker_lost=True,
    task_default_queue="desk",
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
)


@app.task(name="desk.call")  # type: ignore[untyped-decorator]
def call(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Call the function of one of Django's tasks, by its path."""
    import_string(path).call(*args, **kwargs)


class CeleryBackend(BaseTaskBackend):
    """Hands tasks to Celery and asks nothing about them afterwards."""

    def enqueue(self, task: "Task[Any, Any]", args: Any, kwargs: Any) -> "TaskResult[Any, Any]":
        self.validate_task(task)
        number = uuid4().hex
        call.apply_async((task.module_path, list(args), dict(kwargs)), task_id=number)
        return TaskResult(
            task=task,
            id=number,
            status=TaskResultStatus.READY,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
            **dict.fromkeys(("enqueued_at", "started_at", "finished_at", "last_attempted_at")),
        )
