"""A comment is weighed when it comes in, by the words of its language."""

import pytest

from broadsheet.comments.weighing import weigh


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [("en", "What an 1d1ot.", "1d1ot"), ("ar-EG", "أنت والغبي", "والغبي")],
)
def test_listed_words_are_found_where_they_stand(language, text, word):
    found = weigh(text, language)

    assert [text[m.start : m.end] for m in found.matches] == [word]
    assert [m.clause_code for m in found.matches] == ["insults"]
    assert found.score > weigh("The bridge is open.", "en").score
