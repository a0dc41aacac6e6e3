"""What stops the readers' server from starting, or makes one of its files unusable.

ServingError
├── SiteFolderMissingError     the folder to serve is not named or not there
├── SettingUnreadableError     an environment variable holds something else than a number
├── HostsUnreadableError       _press/hosts.json is not what the press writes
└── MarkerUnreadableError      a page describes itself in words that the server does not know
"""

from broadsheet.press.errors import PressError


class ServingError(PressError):
    """The readers' site cannot be served as asked."""


class SiteFolderMissingError(ServingError):
    def __init__(self, folder: str) -> None:
        said = f"BROADSHEET_SITE_DIR names {folder!r}, which is no folder" if folder else ""
        super().__init__(
            f"{said or 'BROADSHEET_SITE_DIR is not set'}: set it to the newsroom's site/public "
            f"folder, and fill that with 'broadsheet press run'."
        )


class SettingUnreadableError(ServingError):
    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name} is {value!r}: give a number, zero or more, or leave it out.")


class HostsUnreadableError(ServingError):
    def __init__(self, reason: str) -> None:
        super().__init__(
            f"_press/hosts.json cannot be used ({reason}): press the site again with "
            f"'broadsheet press run'; until then the hosts known before stay in force."
        )


class MarkerUnreadableError(ServingError):
    def __init__(self, file: str, marker: str) -> None:
        super().__init__(
            f"{file} starts with {marker!r}, which this server does not know: "
            f"press that page again, or update the server. Readers are told 404 until then."
        )
