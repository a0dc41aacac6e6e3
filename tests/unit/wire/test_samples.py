import re

import pytest

from broadsheet.wire.reading import read_delivery
from tests.unit.wire.wire_files import SAMPLE_FILES, SAMPLES

KINDS = {"news", "picture", "package", "event", "correction", "kill", "embargo"}


def sample(folder: str, name: str):
    path = next((SAMPLES / folder).glob(f"{name}.*"))
    return read_delivery(path.read_bytes(), name=path.name, time_zone=None)


@pytest.mark.parametrize("path", SAMPLE_FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_sample_is_read_without_repair_in_its_language(path):
    items = read_delivery(path.read_bytes(), name=path.name, time_zone=None)

    language = path.stem.rsplit("-", 1)[1]
    repairs = {note for item in items for note in item.repairs}
    assert {item.language for item in items if item.body_text} <= {language}
    assert repairs <= {"The headline says that this is a correction."}


@pytest.mark.parametrize("folder", ["newsml-g2", "ninjs-1", "ninjs-2", "ninjs-3"])
def test_every_kind_is_there_in_both_languages(folder):
    names = {re.sub(r"\.\w+$", "", path.name) for path in (SAMPLES / folder).iterdir()}

    missing = {f"{kind}-{lang}" for kind in KINDS for lang in ("en", "ar")} - names
    assert missing <= ({"event-en", "event-ar"} if folder == "ninjs-1" else set())


@pytest.mark.parametrize("folder", ["newsml-g2", "ninjs-1", "ninjs-2", "ninjs-3"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_samples_mean_what_they_are_called(folder, language):
    (news,) = sample(folder, f"news-{language}")
    (kill,) = sample(folder, f"kill-{language}")
    (correction,) = sample(folder, f"correction-{language}")
    (embargo,) = sample(folder, f"embargo-{language}")
    (picture,) = sample(folder, f"picture-{language}")
    package = sample(folder, f"package-{language}")[0]

    assert news.headline
    assert news.body_words > 60
    assert kill.kills == (kill.guid,)
    assert correction.is_correction
    assert embargo.embargo is not None
    assert len(picture.images[0].renditions) == 3
    assert package.type == "composite"
    assert package.package is not None
