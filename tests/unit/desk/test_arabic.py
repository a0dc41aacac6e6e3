"""The newsroom's own words are complete in Arabic."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation.trans_real import translation as all_words

PACKAGE = Path(__file__).parents[3] / "broadsheet"
CATALOGUE = PACKAGE / "desk" / "locale" / "ar" / "LC_MESSAGES" / "django"
MARKERS = {"_", "gettext", "gettext_lazy"}
IN_TEMPLATES = re.compile(
    r"{% trans(?:late)? \"([^\"]+)\"|{% blocktrans(?:late)?[^%]*%}(.*?){% endblocktrans(?:late)? %}",
    re.DOTALL,
)


def words_in_code():
    for package in ("desk", "editions", "stories", "people"):
        for file in sorted((PACKAGE / package).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text())):
                marked = isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS
                if marked and isinstance(node.args[0], ast.Constant):
                    yield node.args[0].value


def words_in_templates():
    for file in sorted((PACKAGE / "desk" / "templates").rglob("*.html")):
        for plain, block in IN_TEMPLATES.findall(file.read_text()):
            text = plain or re.sub(r"{{ (\w+) }}", r"%(\1)s", " ".join(block.split()))
            yield text


def arabic():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def test_every_word_of_the_screens_has_an_arabic_one():
    words = {*words_in_code(), *words_in_templates()}

    assert len(words) > 200
    assert sorted(words - arabic().keys()) == []


def test_arabic_words_are_all_in_use():
    words = {*words_in_code(), *words_in_templates(), ""}

    assert sorted(arabic().keys() - words) == []


@pytest.mark.parametrize("word", sorted({*words_in_code(), *words_in_templates()}))
def test_placeholders_are_the_same_in_both_languages(word):
    names = re.compile(r"%\(\w+\)s")

    assert set(names.findall(word)) == set(names.findall(arabic()[word]))


def test_compiled_words_are_those_of_the_source():
    source = CATALOGUE.with_suffix(".po").read_text()
    pairs = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', source, re.MULTILINE))

    assert pairs == {key: value for key, value in arabic().items() if key}


def test_django_finds_the_words():
    assert all_words("ar").gettext("Kill this story") == "ألغِ هذه المادة نهائياً"
