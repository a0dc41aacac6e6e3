"""Every setting is one environment variable, typed, with a default and a sentence of help.

The newsroom's own file `environment` (in BROADSHEET_HOME, a NAME=value a line) gives the values
that the real environment leaves out, so that a newsroom brings its settings along. Below it
stands the file `served`, where `serve` writes the addresses that followed from its port, so that
a command in another terminal names the same ones.

A value that cannot be read does not stop the import of the settings: it is kept as a `Mistake`,
the default stands in, and the system check `project.E001` names the variable, the reason and the
remedy.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

FILE = "environment"
SERVED = "served"
TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}


def truth(text: str) -> bool:
    word = text.strip().lower()
    if word in TRUE_WORDS | FALSE_WORDS:
        return word in TRUE_WORDS
    message = "it is neither yes nor no; write 1 or 0"
    raise ValueError(message)


def address(text: str) -> str:
    parts = urlsplit(text.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        message = "it is no web address; write it like https://news.example"
        raise ValueError(message)
    return text.strip().rstrip("/")


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def addresses(text: str) -> list[str]:
    return [address(word) for word in words(text)]


def days(text: str) -> int:
    number = int(text) if text.strip().isdecimal() else -1
    if not 0 <= number <= 36_500:
        message = "it is no number of days; write 30, or 0 for none"
        raise ValueError(message)
    return number


def zone(text: str) -> str:
    try:
        ZoneInfo(text.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = "it is no known time zone; write one like Africa/Cairo"
        raise ValueError(message) from error
    return text.strip()


def number(text: str) -> int:
    if not text.strip().isdecimal() or int(text) < 1:
        message = "it is no whole number above 0; write one like 30"
        raise ValueError(message)
    return int(text)


def database_url(text: str) -> str:
    scheme = urlsplit(text.strip()).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        message = (
            "it names no known database; write sqlite:///path/to/file or "
            "postgresql://user:password@host/name"
        )
        raise ValueError(message)
    return text.strip()


def storage_url(text: str) -> str:
    """A bucket and a prefix in it; keys have settings of their own, so that no log shows them."""
    parts = urlsplit(text.strip())
    if parts.scheme != "s3" or not parts.netloc or "@" in parts.netloc or parts.query:
        message = "it names no bucket; write it like s3://bucket/prefix, without keys"
        raise ValueError(message)
    return text.strip().rstrip("/")


def mail_url(text: str) -> str:
    if urlsplit(text.strip()).scheme not in {"smtp", "smtps", "smtp+tls", "file", "console"}:
        message = (
            "it names no way of sending; write smtp://user:password@host:587, file: or console:"
        )
        raise ValueError(message)
    return text.strip()


def folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


@dataclass(frozen=True)
class Setting:
    """One variable: its name, how its text is read, its default as text, and what it is for."""

    name: str
    read: Callable[[str], Any]
    default: str
    help: str


@dataclass(frozen=True)
class Mistake:
    """A variable whose value could not be read; the default is in force instead."""

    name: str
    value: str
    reason: str


SETTINGS = (  # One line a setting reads best, however long.
    Setting("BROADSHEET_HOME", folder, "newsroom", "The newsroom's folder: database, originals, pressed site."),
    Setting("DATABASE_URL", database_url, "", "The database; empty means SQLite inside BROADSHEET_HOME."),
    Setting("SECRET_KEY", str, "", "Signs sessions; empty means the key that `init` wrote to BROADSHEET_HOME/secret-key."),
    Setting("DEBUG", truth, "0", "Shows error pages with source; never on a machine that others can reach."),
    Setting("SITE_URL", address, "http://localhost:8000", "Where readers find the site, without a closing slash."),
    Setting("NEWSROOM_URL", address, "http://localhost:8001", "Where editors find the newsroom, without a closing slash."),
    Setting("SITE_DIR", str, "", "The folder the press writes; empty means BROADSHEET_HOME/site/public."),
    Setting("SITE_STORAGE", storage_url, "", "A bucket that the press writes instead of SITE_DIR: s3://bucket/prefix."),
    Setting("STORAGE_ENDPOINT", address, "", "The S3-compatible server of SITE_STORAGE; empty means Amazon's."),
    Setting("STORAGE_REGION", str, "us-east-1", "The region of SITE_STORAGE."),
    Setting("STORAGE_CONDITIONAL", truth, "1", "Writes with If-Match; 0 for servers that refuse a PUT with conditions."),
    Setting("AWS_ACCESS_KEY_ID", str, "", "The key of SITE_STORAGE; empty means the role of this machine."),
    Setting("AWS_SECRET_ACCESS_KEY", str, "", "The secret of that key."),
    Setting("PACK_AFTER_DAYS", days, "0", "After how many days without a press only a compressed copy of a page stays in SITE_DIR; 0 for never."),
    Setting("BROADSHEET_HISTORY_DAYS", days, "30", "For how many days former pages are kept, for `press show` and `press rollback`; 0 keeps none."),
    Setting("PURGE_HTTP", addresses, "", "Caches (Varnish, nginx) told by PURGE what changed, with commas: http://127.0.0.1:6081."),
    Setting("PURGE_CLOUDFLARE_ZONE", str, "", "The Cloudflare zone that is told what changed."),
    Setting("PURGE_CLOUDFLARE_TOKEN", str, "", "A token of that zone that may purge its cache."),
    Setting("PURGE_FASTLY_SERVICE", str, "", "The Fastly service that is told what changed."),
    Setting("PURGE_FASTLY_TOKEN", str, "", "A token of that service that may purge by key."),
    Setting("ALLOWED_HOSTS", words, "", "Further host names of the newsroom, with commas; NEWSROOM_URL's is always allowed."),
    Setting("MAIL_URL", mail_url, "file:", "How mail is sent: smtp://…, smtps://…, smtp+tls://…, file: (into BROADSHEET_HOME/mail) or console:."),
    Setting("MAIL_FROM", str, "newsroom@localhost", "The sender of the newsroom's mail."),
    Setting("COMMENTS_FLOOD_STORY", number, "30", "Comments a minute under one story from which the security check costs more."),
    Setting("COMMENTS_FLOOD_EDITION", number, "120", "Comments a minute in one edition from which the security check costs more."),
    Setting("TIME_ZONE", zone, "UTC", "The newsroom's own time zone; each edition has its own beside it."),
    Setting("NEWSROOM_LANGUAGE", str, "en", "The language of the newsroom's screens for people who have not chosen one: en or ar."),
)  # fmt: skip


EMPTY: dict[Callable[[str], Any], Any] = {addresses: []}


@dataclass
class Environment:
    """The settings as read from a mapping such as `os.environ`, and the mistakes found in it."""

    values: dict[str, Any] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    @classmethod
    def read_from(cls, variables: Mapping[str, str]) -> "Environment":
        environment = cls()
        for setting in SETTINGS:
            environment._take(setting, variables.get(setting.name, ""))
        return environment

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def _take(self, setting: Setting, text: str) -> None:
        default = setting.read(setting.default) if setting.default else EMPTY.get(setting.read, "")
        if not text:
            self.values[setting.name] = default
            return
        try:
            self.values[setting.name] = setting.read(text)
        except ValueError as error:
            self.values[setting.name] = default
            self.mistakes.append(Mistake(setting.name, text, str(error)))


def with_newsroom_file(variables: Mapping[str, str], *, served: bool = True) -> dict[str, str]:
    """`variables`, and below them what the files `environment` and `served` of their newsroom say.

    A line reads NAME=value; quotes around the value, empty lines and lines that begin with # are
    left out. A file that cannot be read raises OSError.
    """
    home = folder(variables.get("BROADSHEET_HOME") or "newsroom")
    given = {name: value for name, value in variables.items() if value}
    followed = _pairs_in(home / SERVED) if served else {}
    return {**followed, **_pairs_in(home / FILE), **given}


def names_in(file: Path) -> list[str]:
    """The variables that a newsroom's file `environment` sets, known or not."""
    return list(_pairs_in(file))


def _pairs_in(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return dict(_pair(line) for line in lines if _is_pair(line))


def _is_pair(line: str) -> bool:
    return "=" in line and not line.lstrip().startswith("#")


def _pair(line: str) -> tuple[str, str]:
    name, _, value = line.partition("=")
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return name.strip(), value
