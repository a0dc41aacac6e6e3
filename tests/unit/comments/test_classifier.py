"""The classifier learns from decisions, says how sure it is, and keeps silent when it cannot know."""

import base64
import json
import random
import tracemalloc
import zlib

import pytest

from broadsheet.comments.language.classifier import Classifier, features, load, save
from broadsheet.comments.language.errors import NotWeightsError
from broadsheet.comments.language.training import LEAST_REJECTED, Decision, train

GOOD = {
    "en": [
        "the",
        "council",
        "vote",
        "budget",
        "school",
        "road",
        "bridge",
        "report",
        "minister",
        "harbour",
        "season",
        "match",
    ],
    "ar": [
        "المجلس",
        "الميزانية",
        "المدرسة",
        "الطريق",
        "الجسر",
        "التقرير",
        "الوزير",
        "الميناء",
        "الموسم",
        "المباراة",
    ],
}
BAD = {
    "en": ["cheap", "followers", "bonus", "casino", "offer", "click", "money", "bitcoin"],
    "ar": ["متابعين", "عرض", "أرباح", "رخيص", "اضغط", "المال"],
}


def decisions(language, *, good=200, bad=100, seed=1):
    draw = random.Random(seed)
    told = [
        Decision(" ".join(draw.choices(GOOD[language], k=12)), language, None) for _ in range(good)
    ]
    for _ in range(bad):
        words = draw.choices(GOOD[language], k=6) + draw.choices(BAD[language], k=5)
        draw.shuffle(words)
        told.append(Decision(" ".join(words), language, "spam"))
    draw.shuffle(told)
    return told


@pytest.fixture(scope="module")
def classifier():
    return train([*decisions("en"), *decisions("ar")])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_was_rejected_before_is_told_from_what_was_not(classifier, language):
    bad = " ".join(GOOD[language][:5] + BAD[language][:4])
    good = " ".join(GOOD[language])

    assert classifier.labels(bad, language=language)["spam"] > 0.8
    assert classifier.labels(good, language=language)["spam"] < 0.2


def test_masks_do_not_help(classifier):
    plain = "cheap followers casino bonus"
    masked = "ＣＨＥＡＰ fоllоwеrs c\u200basino bonus"

    assert classifier.labels(masked, language="en") == classifier.labels(plain, language="en")


def test_editions_of_one_language_learn_together(classifier):
    assert classifier.labels("cheap", language="en-GB") == classifier.labels("cheap", language="en")


def test_a_language_without_decisions_gets_no_label(classifier):
    assert classifier.labels("bonus casino", language="fr") == {}


def test_too_few_decisions_make_no_model():
    assert train(decisions("en", bad=LEAST_REJECTED - 1)).models == ()
    assert train(decisions("en", good=60, bad=60)).models == ()


def test_the_same_decisions_give_the_same_weights():
    one, other = train(decisions("en")), train(decisions("en"))

    assert list(one.models[0].weights) == list(other.models[0].weights)
    assert one.models[0].checked == other.models[0].checked


def test_a_model_knows_how_it_did_on_decisions_held_back(classifier):
    checked = classifier.models[0].checked

    assert (checked.examples, checked.rejected) == (300, 100)
    assert checked.precision > 0.9
    assert checked.recall > 0.9
    assert 0 <= checked.error < 0.2


def test_decisions_without_a_pattern_are_owned_up_to():
    draw = random.Random(3)
    told = [
        Decision(" ".join(draw.choices(GOOD["en"], k=12)), "en", draw.choice([None, "spam"]))
        for _ in range(300)
    ]

    assert train(told).models[0].checked.precision < 0.7


def test_weights_come_back_from_their_file(classifier, tmp_path):
    save(classifier, tmp_path / "weights.json")
    again = load(tmp_path / "weights.json")

    assert [model.checked for model in again.models] == [m.checked for m in classifier.models]
    for text in ("cheap bonus", "the council"):
        assert again.labels(text, language="en") == classifier.labels(text, language="en")


@pytest.mark.parametrize(
    "held",
    [
        "",
        "[]",
        "{}",
        '{"version": 99, "places": 65536, "models": []}',
        '{"version": 1, "places": 65536, "models": [{"language": "en"}]}',
        '{"version": 1, "places": 65536, "models": 7}',
    ],
)
def test_other_content_is_refused_with_the_remedy(tmp_path, held):
    path = tmp_path / "weights.json"
    path.write_text(held)

    with pytest.raises(NotWeightsError, match="Train again"):
        load(path)


@pytest.mark.parametrize("weights", ["", "!!", "eJwDAAAAAAE=", "gASVAAAAAAAAAA=="])
def test_broken_weights_are_refused(classifier, tmp_path, weights):
    path = tmp_path / "weights.json"
    save(Classifier(classifier.models[:1]), path)
    held = json.loads(path.read_text())
    held["models"][0]["weights"] = weights
    path.write_text(json.dumps(held))

    with pytest.raises(NotWeightsError, match=r"weights\.json cannot be used"):
        load(path)


def test_weights_that_unfold_without_end_are_refused_before_they_fill_memory(classifier, tmp_path):
    path = tmp_path / "weights.json"
    save(Classifier(classifier.models[:1]), path)
    held = json.loads(path.read_text())
    held["models"][0]["weights"] = base64.b64encode(zlib.compress(bytes(300_000_000), 9)).decode()
    path.write_text(json.dumps(held))

    tracemalloc.start()
    with pytest.raises(NotWeightsError):
        load(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 10_000_000


def test_features_are_of_length_one_and_bounded():
    found = features("cheap bonus " * 3)

    assert sum(value * value for value in found.values()) == pytest.approx(1)
    assert features("x" * 10**6).keys() == features("x" * 4000).keys()
    assert features("") == {}
