"""A page's path is refused wherever it could name anything outside the public root."""

from broadsheet.press.errors import PathRefusedError


def parts_of(path: str) -> list[str]:
    """The folders of `path` and its name. Raises PathRefusedError."""
    parts = path.split("/")
    if any(part in {"", ".", ".."} or part.startswith(".") or "\0" in part for part in parts):
        raise PathRefusedError(path)
    return parts
