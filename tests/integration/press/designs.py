"""Another design for the pages of a test: other templates under another digest, as after an upgrade."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import ChoiceLoader, FileSystemLoader

from broadsheet.paper.framing import design_digest, icon_of, style_of
from broadsheet.paper.rendering import _environment
from broadsheet.press.registry import register_design


def template(name: str) -> str:
    return resources.files("broadsheet.paper").joinpath("templates", name).read_text("utf-8")


@contextmanager
def design(digest: str, **templates: str) -> Iterator[None]:
    """Inside, pages are made with `templates` (story_html="…" stands for story.html)."""
    environment = _environment(None)
    own = environment.loader
    with TemporaryDirectory() as folder:
        for name, text in templates.items():
            Path(folder, name.replace("_", ".")).write_text(text, encoding="utf-8")
        environment.loader = ChoiceLoader([FileSystemLoader(folder), own])
        _forget(environment)
        register_design(lambda: digest)
        try:
            yield
        finally:
            environment.loader = own
            _forget(environment)
            register_design(design_digest)


def _forget(environment) -> None:
    environment.cache.clear()
    style_of.cache_clear()
    icon_of.cache_clear()


def without_headline(condition: str = "true") -> str:
    """The story's template, which forgets the headline where `condition` holds."""
    return template("story.html").replace(
        "<h1>{{ sheet.headline }}</h1>",
        "{% if not (" + condition + ") %}<h1>{{ sheet.headline }}</h1>{% endif %}",
    )


def raising(condition: str) -> str:
    """The story's template, which names what is not there where `condition` holds."""
    return template("story.html").replace(
        "<h1>{{ sheet.headline }}</h1>",
        "{% if "
        + condition
        + " %}{{ sheet.no_such_field }}{% endif %}<h1>{{ sheet.headline }}</h1>",
    )


def with_a_new_masthead() -> str:
    return template("base.html").replace(
        '<header class="masthead">', '<header class="masthead" data-look="new">'
    )
