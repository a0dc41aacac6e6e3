"""Reads the runtime dependencies from requirements/base.in, so that they are named once."""

from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

BUILD_ONLY = {"hatchling", "editables"}


class RequirementsHook(MetadataHookInterface):
    """Fills `dependencies` from base.in, leaving out what only the build needs."""

    def update(self, metadata: dict[str, object]) -> None:
        lines = (Path(self.root) / "requirements/base.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and line not in BUILD_ONLY]
