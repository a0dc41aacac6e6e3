"""What stops a newsroom from being made, started, saved or brought back.

ProjectError
├── NoNewsroomError          there is no newsroom where the command looks for one
├── NewsroomExistsError      a newsroom stands where a new one was to be made
├── NewsroomStandsError      a newsroom stands where a backup was to be restored
├── NewsroomFolderError      the folder cannot be written, or has too little room
├── AnswerError              an answer or option cannot be used
├── AnswerMissingError       an option is missing and nobody is there to be asked
├── StepFailedError          a step that runs as a process of its own failed
├── BackupError              a backup cannot be written, read or restored
├── DatabaseInUseError       a demo was to be made in a database that holds a newsroom
├── OtherArchiveError        the demo's archive was begun with another number of stories
├── CertificateMissingError  nginx is to serve https and no certificate was named
├── PlainBackendNeededError  Varnish is to ask a bucket that only speaks https
├── SiteInStorageError       a command serves a folder, and the site stands in a bucket
└── UnquotableError          a setting has a sign that a web server's file cannot carry
"""

from pathlib import Path


class ProjectError(Exception):
    """The base of this package's errors; the command line prints their text and exits with 1."""


class NoNewsroomError(ProjectError):
    def __init__(self, home: Path) -> None:
        super().__init__(
            f"There is no newsroom in {home}: make one with 'broadsheet init' or 'make demo', "
            "or name another folder with BROADSHEET_HOME."
        )


class NewsroomExistsError(ProjectError):
    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} is not empty, and what it holds stays as it is: "
            "name another folder with BROADSHEET_HOME, or move this one away."
        )


class DatabaseInUseError(ProjectError):
    def __init__(self) -> None:
        super().__init__(
            "The database holds a newsroom already, and what it holds stays as it is: "
            "name an empty database with --database."
        )


class OtherArchiveError(ProjectError):
    def __init__(self, begun: int, wanted: int) -> None:
        super().__init__(
            f"This demo was begun with {begun} stories and cannot become one of {wanted}: "
            f"go on with --stories {begun}, or start over with --reset."
        )


class NewsroomStandsError(ProjectError):
    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} holds a newsroom already: name another folder with BROADSHEET_HOME, or "
            "replace this one with --force."
        )


class NewsroomFolderError(ProjectError):
    def __init__(self, home: Path, reason: str, remedy: str) -> None:
        super().__init__(f"The newsroom's folder {home} cannot be used ({reason}): {remedy}.")


class AnswerError(ProjectError):
    def __init__(self, what: str, value: str, remedy: str) -> None:
        super().__init__(f"{what} {value!r} cannot be used: {remedy}")


class AnswerMissingError(ProjectError):
    def __init__(self, option: str, question: str) -> None:
        super().__init__(
            f"{question} is not known: say it with {option}, or run 'broadsheet init' in a "
            "terminal and be asked."
        )


class StepFailedError(ProjectError):
    """The step said itself what was wrong, so this one has nothing to add."""


class BackupError(ProjectError):
    def __init__(self, file: Path, reason: str, remedy: str) -> None:
        super().__init__(f"The backup {file} cannot be used ({reason}): {remedy}.")


class UnquotableError(ProjectError):
    def __init__(self, value: str, sign: str) -> None:
        super().__init__(
            f"{value!r} cannot be written into a web server's configuration ({sign!r} means "
            "something there): choose another name for it."
        )


class PlainBackendNeededError(ProjectError):
    def __init__(self, endpoint: str) -> None:
        super().__init__(
            f"Varnish asks without encryption, and the bucket stands at {endpoint or 'Amazon'}: "
            "run a TLS tunnel to it on this machine (stunnel, HAProxy, nginx) and name that with "
            "--backend 127.0.0.1:PORT."
        )


class SiteInStorageError(ProjectError):
    def __init__(self, storage: str) -> None:
        super().__init__(
            f"The readers' site stands in {storage}, and this serves a folder: put a CDN or the "
            "Varnish of 'broadsheet web-config varnish' before the bucket, or take SITE_STORAGE "
            "out."
        )


class PackedPagesError(ProjectError):
    def __init__(self, server: str) -> None:
        super().__init__(
            f"{server} answers from no page of which only a compressed copy is kept, and "
            "PACK_AFTER_DAYS keeps such pages: set it to 0 and run 'broadsheet press pack --undo', "
            "or take nginx or 'broadsheet readers'."
        )


class CertificateMissingError(ProjectError):
    def __init__(self) -> None:
        super().__init__(
            "SITE_URL or NEWSROOM_URL begins with https://, and nginx needs a certificate for "
            "that: name its files with --certificate and --certificate-key."
        )
