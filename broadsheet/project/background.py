"""Background tasks are never lost in silence: a worker that died gives its tasks back.

A worker holds a lock on a file of its own, which the system lets go of however the worker ends.
A running task whose worker's file can be locked is therefore lost. A worker without a file here
runs on another machine; its task counts as lost after LOST_ELSEWHERE.
Tasks take ids and may run twice, so a lost or failed one is tried again, TRIES times in all.
"""

import fcntl
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

TRIES = 3
LOST_ELSEWHERE = timedelta(hours=1)
FIRST_WAIT = timedelta(seconds=30)
READY, RUNNING, FAILED = "READY", "RUNNING", "FAILED"


@contextmanager
def worker_identity() -> Iterator[str]:
    """A worker's id, alive while the block runs."""
    name = secrets.token_hex(16)
    file = _folder() / name
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield name
        finally:
            file.unlink(missing_ok=True)


def sweep_tasks() -> list[str]:
    """Put lost and failed tasks back in the queue, and say of each what became of it."""
    with transaction.atomic():
        rows = DBTaskResult.objects.select_for_update().order_by("enqueued_at")
        lines = [_put_back(task) for task in rows.filter(status=RUNNING) if _is_lost(task)]
        lines += [_try_again(task) for task in rows.filter(status=FAILED) if _is_due(task)]
    return lines


def unfinished_tasks() -> list[dict[str, Any]]:
    """Every task that waits, runs or has failed, the oldest first."""
    rows = DBTaskResult.objects.filter(status__in=[READY, RUNNING, FAILED])
    return [
        {
            "id": str(task.pk),
            "task": task.task_path,
            "status": task.status.lower(),
            "tries": len(task.worker_ids),
            "enqueued_at": task.enqueued_at.isoformat(),
            "reason": (task.traceback.strip().splitlines() or [""])[-1],
        }
        for task in rows.order_by("enqueued_at")
    ]


def is_alive(worker: str) -> bool | None:
    """Whether the worker runs on this machine; None when it never did."""
    file = _folder() / worker
    try:
        with file.open("r+") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return True
    with suppress(FileNotFoundError):
        file.unlink()
    return False


def _is_lost(task: DBTaskResult) -> bool:
    alive = is_alive(task.worker_ids[-1]) if task.worker_ids else None
    if alive is None:
        started = task.started_at or task.enqueued_at
        return bool(started < timezone.now() - LOST_ELSEWHERE)
    return not alive


def _put_back(task: DBTaskResult) -> str:
    if len(task.worker_ids) < TRIES:
        task.status, task.started_at = READY, None
        task.save(update_fields=["status", "started_at"])
        return f"Task {task.task_path} lost its worker and is queued again."
    task.status, task.finished_at = FAILED, timezone.now()
    task.exception_class_path = "broadsheet.project.background.WorkerLost"
    task.traceback = f"The worker died {TRIES} times while it ran this task."
    task.save()
    return f"Task {task.task_path} lost its worker {TRIES} times and is given up."


def _is_due(task: DBTaskResult) -> bool:
    tries = len(task.worker_ids)
    if tries >= TRIES or task.finished_at is None:
        return False
    return bool(task.finished_at < timezone.now() - FIRST_WAIT * 2 ** max(0, tries - 1))


def _try_again(task: DBTaskResult) -> str:
    reason = (task.traceback.strip().splitlines() or ["no reason given"])[-1]
    task.status, task.started_at, task.finished_at = READY, None, None
    task.save(update_fields=["status", "started_at", "finished_at"])
    return f"Task {task.task_path} failed ({reason}) and is queued again."


def _folder() -> Path:
    return Path(settings.HOME) / "workers"
