"""A folder or a zip file of a study, read by names within it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from radaudit.compute.digest import FileRef
from radaudit.core.errors import DataError
from radaudit.deep.networks.refused import NetworkRefused
from radaudit.deep.zip_file import DAMAGE
from radaudit.study.places import existing

_LARGEST_TEXT = 2**22
_MOST_FILES = 5000
_DEEPEST = 6


@dataclass(frozen=True)
class Source:
    """The files of a bundle.

    Attributes
    ----------
    place
        The folder, or the zip file.
    name
        As the study names it, for messages.
    names
        Relative paths of its files, with ``/``; of a zip, without the one folder that may hold all of them.
    within
        That folder's name and ``/``.
    """

    place: Path
    name: str
    names: tuple[str, ...]
    within: str = ""

    @property
    def zipped(self) -> bool:
        return not self.place.is_dir()

    def data(self, name: str) -> Mapping[str, Any]:
        """A JSON or YAML file of it, as plain values.

        Raises
        ------
        NetworkRefused
            If it is too large, not of that kind, or no mapping.
        """
        try:
            text = self._text(name)
            found = json.loads(text) if name.endswith(".json") else _from_yaml(text)
        except (KeyError, DataError, yaml.YAMLError, *DAMAGE) as fault:
            said = " ".join(str(fault).split())[:120]
            raise NetworkRefused("bundle-damaged", f"{self.name}/{name} can't be read ({said})", "mend it") from None
        if not isinstance(found, dict):
            raise NetworkRefused("bundle-damaged", f"{self.name}/{name} holds no mapping", "mend it")
        return found

    def _text(self, name: str) -> str:
        if not self.zipped:
            path = existing(self.place, name)
            if path.stat().st_size > _LARGEST_TEXT:
                raise ValueError("it is larger than 4 MiB")
            return path.read_text("utf-8")
        with zipfile.ZipFile(self.place) as archive:
            if archive.getinfo(self.within + name).file_size > _LARGEST_TEXT:
                raise ValueError("it is larger than 4 MiB")
            return archive.read(self.within + name).decode("utf-8")

    def weights(self, *names: str) -> tuple[FileRef, str]:
        """The first of these files that is there: the file on disk, and its name within that, if it is a zip.

        Raises
        ------
        NetworkRefused
            If none is there; nothing is downloaded.
        """
        found = next((name for name in names if name in self.names), None)
        if found is None:
            said = f"{self.name} has no {' or '.join(names)}, and radaudit downloads nothing"
            raise NetworkRefused("weights-missing", said, "put the weights there")
        if self.zipped:
            return FileRef.of(self.place), self.within + found
        try:
            return FileRef.of(existing(self.place, found)), ""
        except DataError as fault:
            raise NetworkRefused("bundle-damaged", f"{self.name}: {fault.problems[0].message}", "mend it") from None


def source_of(place: Path, name: str) -> Source:
    """The files of a folder or a zip file.

    Raises
    ------
    NetworkRefused
        If it is neither, or holds too many files.
    """
    if place.is_dir():
        files = []
        for path in place.rglob("*"):
            parts = path.relative_to(place).parts
            hidden = any(part.startswith(".") for part in parts)
            if len(parts) <= _DEEPEST and not hidden and path.is_file():
                files.append("/".join(parts))
            if len(files) > _MOST_FILES:
                raise NetworkRefused("bundle-damaged", f"{name} holds more than {_MOST_FILES} files", "name its folder")
        return Source(place, name, tuple(sorted(files)))
    try:
        with zipfile.ZipFile(place) as archive:
            members = [own.filename for own in archive.infolist() if not own.is_dir()][: _MOST_FILES + 1]
    except DAMAGE as fault:
        remedy = "name a folder or a zip file, or one file as 'deep.network.weights'"
        raise NetworkRefused("bundle-damaged", f"{name} is no folder and no zip file ({fault})", remedy) from None
    members = [own for own in members if not own.startswith("__MACOSX/") and ".." not in PurePosixPath(own).parts]
    tops = {own.partition("/")[0] for own in members if "/" in own}
    within = f"{next(iter(tops))}/" if len(tops) == 1 and all("/" in own for own in members) else ""
    return Source(place, name, tuple(sorted(own.removeprefix(within) for own in members)), within)


def _from_yaml(text: str) -> Any:
    if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
        raise ValueError("it uses YAML's aliases (*name)")
    return yaml.safe_load(text)
