"""Content digests: of files, and of plain values that describe work."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path

import numpy as np

from radaudit.core.errors import JobFailed

MOST_FILES = 20_000


@dataclass(frozen=True)
class FileRef:
    """A file as an input of work: only its content counts, so files may move.

    Attributes
    ----------
    path
        Where it lies now.
    sha256
        Of its content, in hexadecimal.
    """

    path: Path
    sha256: str

    @classmethod
    def of(cls, path: Path) -> FileRef:
        with path.open("rb") as stream:
            return cls(path, hashlib.file_digest(stream, "sha256").hexdigest())


@dataclass(frozen=True)
class FolderRef:
    """A folder of files as an input of work: only the contents of its files count, not their names.

    Attributes
    ----------
    path
        Where it lies now.
    sha256
        Over the sorted digests of its files, in hexadecimal.
    """

    path: Path
    sha256: str

    @classmethod
    def of(cls, path: Path) -> FolderRef:
        found = sorted(FileRef.of(file).sha256 for file in members(path))
        return cls(path, hashlib.sha256("\n".join(found).encode()).hexdigest())


def members(folder: Path) -> list[Path]:
    """The files in a folder and the folders in it, sorted; hidden ones are left out.

    Raises
    ------
    JobFailed
        If there are more than `MOST_FILES`, or a link to a folder among them: it could lead in a circle.
    """
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if Path(place, name).is_symlink():
                raise JobFailed(f"{folder.name} holds a link to a folder, {name}, which is not followed; copy it")
        found += [Path(place, name) for name in sorted(files) if not name.startswith(".")]
        if len(found) > MOST_FILES:
            raise JobFailed(f"{folder.name} holds more than {MOST_FILES} files; name a folder with one case")
    return [path for path in found if path.is_file()]


def digest(value: object) -> str:
    """SHA-256 of a plain value: equal values, equal digests, in every process and on every machine."""
    text = json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@singledispatch
def plain(value: object) -> object:
    """A value as JSON can hold it; other types than those registered are refused.

    Raises
    ------
    TypeError
        For a type that has no stable description.
    """
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if dataclasses.is_dataclass(value):
        fields = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"type": type(value).__name__, **fields}
    raise TypeError(f"a {type(value).__name__} can't be part of a job: it has no stable digest")


@plain.register
def _(value: FileRef) -> object:
    return {"sha256": value.sha256}


@plain.register
def _(value: FolderRef) -> object:
    return {"folder sha256": value.sha256}


@plain.register
def _(value: Path) -> object:
    raise TypeError("a path can't be part of a job: use FileRef, which stands for the file's content")


@plain.register
def _(value: Mapping) -> object:
    return {str(key): plain(member) for key, member in value.items()}


@plain.register(tuple)
@plain.register(list)
def _(value: tuple | list) -> object:
    return [plain(member) for member in value]


@plain.register
def _(value: np.ndarray) -> object:
    if value.dtype.kind not in "biufcSU":  # an array of objects holds addresses, not values
        raise TypeError(f"an array of {value.dtype} can't be part of a job: it has no stable digest")
    array = np.ascontiguousarray(value)
    return {"dtype": array.dtype.str, "shape": list(array.shape), "sha256": hashlib.sha256(array.data).hexdigest()}


@plain.register
def _(value: np.generic) -> object:
    return plain(value.item())
