from broadsheet.press.recording import note, recording
from broadsheet.press.remembering import Known, foreseeable, memory, remembered


def a_read():
    asked = []

    @remembered
    def read(name):
        asked.append(name)
        note(f"tag:{name}")
        return f"answer to {name}"

    return read, asked


def a_read_of_many():
    asked = []

    @foreseeable
    def read(shelf, keys):
        asked.append(list(keys))
        for key in keys:
            yield Known(key, f"{shelf}/{key}", {f"tag:{key}"})

    return read, asked


def test_a_read_is_made_once_while_the_memory_lasts():
    read, asked = a_read()

    with memory():
        answers = [read("harbour"), read("harbour"), read("ferry")]

    assert answers == ["answer to harbour", "answer to harbour", "answer to ferry"]
    assert asked == ["harbour", "ferry"]


def test_a_read_is_made_each_time_outside_of_a_memory():
    read, asked = a_read()

    read("harbour")
    read("harbour")
    with memory():
        read("harbour")
    with memory():
        read("harbour")

    assert asked == ["harbour"] * 4


def test_a_remembered_answer_notes_its_tags_for_every_page():
    read, _asked = a_read()

    with memory():
        with recording() as first:
            read("harbour")
        with recording() as second:
            read("harbour")

    assert first == second == {"tag:harbour"}


def test_an_inner_remembered_read_notes_its_tags_for_pages_that_only_ask_the_outer_one():
    inner, _asked = a_read()

    @remembered
    def outer():
        return inner("harbour")

    with memory():
        outer()
        with recording() as tags:
            outer()

    assert tags == {"tag:harbour"}


def test_what_was_foreseen_is_not_read_again_and_noted_only_when_asked():
    read, asked = a_read_of_many()

    with memory():
        with recording() as ahead:
            foreseen = read.foresee("shelf", ["b", "a"])
        with recording() as page:
            answer = read("shelf", "a")

    assert foreseen == ["shelf/b", "shelf/a"]
    assert answer == "shelf/a"
    assert asked == [["a", "b"]]
    assert (ahead, page) == (set(), {"tag:a"})


def test_one_key_is_read_alone_where_nothing_was_foreseen():
    read, asked = a_read_of_many()

    with recording() as tags:
        outside = read("shelf", "a")
    with memory():
        inside = read("other", "a")

    assert (outside, inside) == ("shelf/a", "other/a")
    assert asked == [["a"], ["a"]]
    assert tags == {"tag:a"}
