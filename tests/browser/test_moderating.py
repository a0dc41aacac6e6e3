"""Moderators work in a real browser: by keyboard and by forms, in English and in Arabic."""

import pytest

from tests.browser.driving import faults, until
from tests.browser.test_evasions import WATCH

CARD = ".desk-comment"
CURRENT = ".desk-comment[aria-current]"
SAID = {
    "en": {"approve": "Approved:", "next": "Next:", "undone": "Undone:", "clause": "clause 11"},
    "ar": {"approve": "نُشر:", "next": "التالي:", "undone": "تُراجع عن:", "clause": "البند 11"},
}
SCREENS = ("", "held/", "reports/", "appeals/", "rules/", "rules/{code}/", "words/", "terms/",
           "figures/")  # fmt: skip


def open_queue(demo, page, code, path=""):
    page.goto(f"{demo.newsroom}/moderation/{path}?edition={code}")


def press(page, *keys):
    """Press keys one after the other and give the ids of the comments they were pressed on."""
    ids = []
    for key in keys:
        ids.append(page.get_attribute(CURRENT, "data-id"))
        page.keyboard.press(key)
    return ids


def live(page):
    return page.inner_text("[data-live]")


# As a moderator does: some panels are filled only then.
OPEN_ALL = """document.querySelectorAll("details:not([open]) > summary")
  .forEach((one) => one.click())"""


@pytest.fixture(params=["en", "ar"])
def code(request, seed):
    """An edition whose queue has eight comments more than before."""
    ids = seed(request.param, 8)
    yield request.param
    seed("clear", *ids)


@pytest.fixture
def queue(demo, page, code):
    demo.enter(page, f"editor-{code}")
    page.complaints.clear()
    open_queue(demo, page, code)
    return page


def test_queue_is_worked_by_keyboard_alone(demo, queue, code):
    number = queue.locator(CARD).count()

    approved, rejected, held = press(queue, "a", "8", "h")
    (ten,) = press(queue, "0")
    queue.keyboard.press("1")

    assert SAID[code]["clause"] in live(queue)
    assert SAID[code]["next"] in live(queue)
    assert queue.locator(CARD).count() == number - 4
    assert queue.evaluate("document.activeElement.matches('.desk-comment[aria-current]')")
    wanted = {approved: "approved", rejected: "rejected", held: "held", ten: "rejected"}
    until(lambda: demo.states().items() >= wanted.items(), "the decisions")
    assert queue.complaints == []


def test_undo_key_takes_back_the_latest_decision(demo, queue, code):
    kept, taken = press(queue, "a", "a")
    until(lambda: demo.states()[taken] == "approved", "the decision")

    queue.keyboard.press("u")

    assert SAID[code]["undone"] in live(queue)
    assert queue.get_attribute(CURRENT, "data-id") == taken
    until(lambda: demo.states()[taken] == "pending", "the undoing")
    assert demo.states()[kept] == "approved"
    queue.keyboard.press("8")
    until(lambda: demo.states()[taken] == "rejected", "the new decision")


def test_arabic_keyboard_has_the_keys_in_the_same_places(demo, queue):
    id_of = queue.get_attribute(CURRENT, "data-id")

    queue.evaluate("""document.body.dispatchEvent(new KeyboardEvent("keydown",
        {key: "ش", code: "KeyA", bubbles: true, cancelable: true}))""")

    until(lambda: demo.states()[id_of] == "approved", "the decision")


def test_keys_do_nothing_in_a_text_or_when_they_are_off(queue):
    number = queue.locator(CARD).count()

    queue.keyboard.press("r")
    queue.keyboard.type("a8h")
    assert queue.input_value(f"{CURRENT} textarea[name^=quoted]") == "a8h"
    queue.focus(".desk-rooms a")
    queue.keyboard.press("a")
    queue.locator("[data-help] summary").click()
    queue.uncheck("[data-keys-on]")
    queue.focus(CURRENT)
    queue.keyboard.press("a")

    assert queue.locator(CARD).count() == number
    queue.reload()
    assert not queue.is_checked("[data-keys-on]")


def test_all_that_are_chosen_are_judged_and_undone_together(demo, queue):
    ids = press(queue, "x", "j", "x", "j")[::2]
    number = queue.locator(CARD).count()

    queue.locator(".desk-bulk button[value=approve]").click()
    assert queue.locator(CARD).count() == number - 2
    until(lambda: {demo.states()[one] for one in ids} == {"approved"}, "the decisions")
    queue.locator("[data-undo-button]").click()

    assert queue.locator(CARD).count() == number
    until(lambda: {demo.states()[one] for one in ids} == {"pending"}, "the undoing")


def test_decision_that_was_not_saved_brings_its_comment_back(demo, queue):
    queue.route("**/moderation/orders/", lambda route: route.abort())
    (refused,) = press(queue, "a")

    back = queue.locator(f"#comment-{refused}")
    back.wait_for()

    assert back.locator("[data-state]").inner_text() != ""
    assert live(queue) == back.locator("[data-state]").inner_text()
    assert demo.states()[refused] == "pending"
    queue.unroute("**/moderation/orders/")
    back.focus()
    queue.keyboard.press("a")
    until(lambda: demo.states()[refused] == "approved", "the decision")


def test_reason_for_the_order_is_told_on_focus_and_goes_on_escape(queue):
    told = queue.locator(f"{CURRENT} .desk-tooltip")
    assert not told.is_visible()

    queue.focus(f"{CURRENT} .desk-harm")
    assert told.is_visible()
    assert "0 %" in told.inner_text() or "٪" in told.inner_text()
    queue.keyboard.press("Escape")

    assert not told.is_visible()


def test_two_moderators_never_judge_one_comment_unknowingly(demo, browser, queue, code):
    other = browser.new_context().new_page()
    taken = queue.get_attribute(CURRENT, "data-id")
    demo.enter(other, f"chief-{code}")
    open_queue(demo, other, code)

    claimed = other.locator(f"#comment-{taken}")
    assert f"editor-{code}" in claimed.locator("[data-state]").inner_text()
    assert other.get_attribute(CURRENT, "data-id") != taken
    claimed.focus()
    other.keyboard.press("a")
    claimed.locator("[data-state]", has_text=f"editor-{code}").wait_for()
    press(queue, "8")
    until(lambda: demo.states()[taken] == "rejected", "the decision")
    claimed.focus()
    other.keyboard.press("a")

    until(lambda: "editor" in live(other), "the refusal")
    assert demo.states()[taken] == "rejected"
    other.context.close()


def test_without_scripts_forms_do_the_same(demo, browser, code):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    demo.enter(page, f"editor-{code}")
    open_queue(demo, page, code)
    first, second, third = (
        page.locator(CARD).nth(place).get_attribute("data-id") for place in range(3)
    )

    page.locator(f"#comment-{first} summary.button").click()
    page.fill(f"#reason-{first}", "Please keep to the story.")
    page.click(f"button[value='reject {first} 10']")
    page.check(f"#comment-{second} input[type=checkbox]")
    page.check(f"#comment-{third} input[type=checkbox]")
    page.click(".desk-bulk button[value=hold]")
    found = demo.states()
    page.click("form.desk-undo button")

    assert [found[one] for one in (first, second, third)] == ["rejected", "held", "held"]
    assert [demo.states()[one] for one in (first, second, third)] == ["pending"] * 3
    context.close()


@pytest.mark.parametrize("way", ["key", "mouse"])
def test_a_panel_that_is_opened_has_its_fields_and_keeps_them_in_the_card(queue, way):
    card = queue.locator(CARD).first
    if way == "key":
        queue.keyboard.press("r")
    else:
        card.locator("summary.button").click()

    outer = card.bounding_box()
    for field in card.locator(".desk-reject :is(textarea, button)").all():
        inner = field.bounding_box()
        assert outer["x"] < inner["x"]
        assert inner["x"] + inner["width"] < outer["x"] + outer["width"]
    assert card.locator("textarea").count() == 2
    assert queue.locator("textarea").count() == 2


@pytest.mark.parametrize("width", [390, 1280])
def test_every_screen_of_the_room_breaks_no_rule_of_wcag(demo, queue, code, width):
    queue.set_viewport_size({"width": width, "height": 900})
    first = queue.locator(CARD).first.get_attribute("data-id")
    one = (f"comment/{first}/", f"comment/{first}/author/")

    found = {}
    for path in (*SCREENS, *one):
        open_queue(demo, queue, code, path.format(code=code))
        queue.evaluate(OPEN_ALL)
        if broken := faults(queue):
            found[path] = broken

    assert found == {}
    wide = queue.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide


@pytest.fixture
def hostile(seed):
    ids = seed("en", 200, "--hostile")
    yield ids
    seed("clear", *ids)


def test_no_line_of_the_evasions_runs_in_the_queue(demo, page, hostile):
    said = []
    page.add_init_script(WATCH)
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    demo.enter(page, "editor-en")
    open_queue(demo, page, "en")
    page.asked.clear()

    for _ in range(len(hostile) // 50 + 1):
        page.keyboard.press("End")
        page.evaluate("""async () => {
          const cards = () => document.querySelectorAll(".desk-comment").length;
          for (const one of document.querySelectorAll(".desk-queue *"))
            for (const kind of ["mouseover", "pointerover", "focus", "toggle", "error"])
              one.dispatchEvent(new Event(kind, {bubbles: kind !== "error"}));
        }""")
        page.goto(page.url.partition("?")[0] + "?edition=en&from=50")
    for comment_id in hostile[:3]:
        page.goto(f"{demo.newsroom}/moderation/comment/{comment_id}/")

    tags = page.evaluate("""[...document.querySelectorAll(".desk-said *, h3 bdi *")]
        .map((one) => one.localName).filter((name) => name !== "mark")""")
    assert tags == []
    assert page.evaluate("window.ran") == []
    assert said == []
    assert [url for url in page.asked if not url.startswith(demo.newsroom)] == []
