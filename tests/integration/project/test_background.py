"""A task whose worker died comes back, and is given up after its last try."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from broadsheet.project.background import (
    FAILED,
    FIRST_WAIT,
    LOST_ELSEWHERE,
    READY,
    RUNNING,
    TRIES,
    is_alive,
    sweep_tasks,
    unfinished_tasks,
    worker_identity,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def a_task(**overrides):
    values = {
        "status": RUNNING,
        "started_at": timezone.now(),
        "args_kwargs": {"args": [], "kwargs": {}},
        "task_path": "newsroom.tasks.count_pictures",
        "backend_name": "default",
        "run_after": get_date_max(),
        "exception_class_path": "",
        "traceback": "",
    }
    return DBTaskResult.objects.create(**values | overrides)


def a_dead_worker(home) -> str:
    """A worker that was killed: its file is there, its lock is gone."""
    name = "d" * 32
    (home / "workers").mkdir(exist_ok=True)
    (home / "workers" / name).touch()
    return name


def test_a_task_of_a_dead_worker_is_queued_again(home):
    task = a_task(worker_ids=[a_dead_worker(home)])

    lines = sweep_tasks()

    task.refresh_from_db()
    assert task.status == READY
    assert lines == ["Task newsroom.tasks.count_pictures lost its worker and is queued again."]


def test_a_task_of_a_living_worker_is_left_alone():
    with worker_identity() as worker:
        task = a_task(worker_ids=[worker])

        assert sweep_tasks() == []

    task.refresh_from_db()
    assert task.status == RUNNING


def test_a_task_on_another_machine_is_lost_only_after_a_long_time():
    fresh = a_task(worker_ids=["elsewhere"])
    old = a_task(
        worker_ids=["elsewhere"],
        started_at=timezone.now() - LOST_ELSEWHERE - timedelta(minutes=1),
    )

    sweep_tasks()

    fresh.refresh_from_db()
    old.refresh_from_db()
    assert (fresh.status, old.status) == (RUNNING, READY)


def test_a_task_that_loses_every_worker_is_given_up_and_listed(home):
    worker = a_dead_worker(home)
    task = a_task(worker_ids=["a", "b", worker])

    lines = sweep_tasks()

    task.refresh_from_db()
    assert task.status == FAILED
    assert f"{TRIES} times" in lines[0]
    assert unfinished_tasks()[0]["reason"].startswith("The worker died")
    assert sweep_tasks() == []


def test_a_failed_task_is_tried_again_after_a_wait_but_not_for_ever():
    long_ago = timezone.now() - 10 * FIRST_WAIT
    due = a_task(status=FAILED, worker_ids=["a"], finished_at=long_ago, traceback="E: no disk")
    early = a_task(status=FAILED, worker_ids=["a"], finished_at=timezone.now())
    tired = a_task(status=FAILED, worker_ids=["a"] * TRIES, finished_at=long_ago)

    lines = sweep_tasks()

    for task in (due, early, tired):
        task.refresh_from_db()
    assert [task.status for task in (due, early, tired)] == [READY, FAILED, FAILED]
    assert lines == ["Task newsroom.tasks.count_pictures failed (E: no disk) and is queued again."]


def test_a_worker_is_alive_while_it_holds_its_file():
    with worker_identity() as worker:
        assert is_alive(worker) is True

    assert is_alive(worker) is None
