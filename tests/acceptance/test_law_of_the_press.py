"""After any sequence of actions, crashes and restarts, the files are a full press of the database."""

import importlib
import inspect
import os
import pkgutil

import pytest

import broadsheet
from broadsheet.press.checking import check_site
from broadsheet.press.models import Output
from broadsheet.press.working import prepare
from tests.acceptance.law import Life, dead_text_on_disk, files_on_disk, leftovers, wanted_files

STEPS = int(os.environ.get("LAW_STEPS", "500"))
# Many short lives cost less than few long ones: each check presses the whole newsroom.
SEEDS = max(5, STEPS // 100)
BETWEEN_CHECKS = 20

# Actions that no page of the readers' site could show.
UNSEEN = {
    "record", "add_user", "grant_role", "revoke_role", "lock_story", "unlock_story",
    "claim_comment", "release_comment", "ban_author", "lift_ban", "set_author_mode",
    "keep_word", "withdraw_word", "contest_ban",
}  # fmt: skip
# Actions whose generator has another name, or that a broader one calls.
UNDER_ANOTHER_NAME = {
    "found_edition", "take_delivery", "obey_kills", "report_comment", "appeal_decision",
}  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(SEEDS))
def test_files_equal_a_full_press_after_any_sequence(seed, tmp_path):
    life = Life(seed, tmp_path / "public")
    prepare(life.writer)

    for number in range(1, STEPS // SEEDS + 1):
        life.step()
        if number % BETWEEN_CHECKS == 0 or number == STEPS // SEEDS:
            life.settle()
            assert_same(files_on_disk(life.writer), wanted_files(life.writer), life.log)
            assert life.untrue_past() == [], life.log[-BETWEEN_CHECKS:]
            life.note_moment()
            assert list(check_site(life.writer)) == []
            assert leftovers(life.writer) == []
            assert dead_text_on_disk(life.writer) == []


def assert_same(found, wanted, log):
    missing, extra = sorted(wanted.keys() - found.keys()), sorted(found.keys() - wanted.keys())
    differing = sorted(path for path in wanted.keys() & found.keys() if wanted[path] != found[path])
    told = [_told(path) for path in [*missing, *extra, *differing][:3]]
    assert (missing, extra, differing) == ([], [], []), (told, log[-BETWEEN_CHECKS:])


def _told(path):
    """What the ledger says of a path, for whoever has to find out why."""
    return list(
        Output.objects.filter(path=path).values("key", "stale_since", "wanted", "last_error")
    )


def test_every_action_has_its_place_in_the_generator():
    known = {name.removeprefix("do_") for name in dir(Life) if name.startswith("do_")}

    forgotten = set(_actions()) - known - UNSEEN - UNDER_ANOTHER_NAME

    assert forgotten == set(), "Give each a do_… in tests/acceptance/law.py, or say why not."


def _actions():
    """The public functions of every package's `actions`."""
    for package in pkgutil.iter_modules(broadsheet.__path__):
        name = f"broadsheet.{package.name}.actions"
        if importlib.util.find_spec(name) is None:
            continue
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            own = getattr(value, "__module__", "").startswith(name)
            if inspect.isfunction(value) and own and not attribute.startswith("_"):
                yield attribute
