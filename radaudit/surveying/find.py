"""What there is to survey in a folder: studies, and reports of earlier audits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from radaudit.core.errors import UsageError
from radaudit.study.load import MANIFEST

REPORT = "report.json"
_MARK = b"radaudit-report/"


@dataclass(frozen=True)
class Found:
    """What was found, sorted by path.

    Attributes
    ----------
    studies
        Folders with a manifest.
    reports
        Files that say they are reports of radaudit, whether or not they can be read.
    links
        Links to folders; they are not followed, as they may lead in a circle or out of the folder.
    """

    studies: tuple[Path, ...]
    reports: tuple[Path, ...]
    links: tuple[Path, ...]


def find(folder: Path, leave_out: Path | None = None) -> Found:
    """Look for studies and reports in a folder and the folders in it.

    Parameters
    ----------
    folder
        Hidden folders in it are left out.
    leave_out
        A folder that is not looked into: where the survey itself is written.

    Raises
    ------
    UsageError
        If the folder does not exist or can't be read.
    """
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise UsageError(f"{folder} {what}; name the folder that holds the studies")
    places = [*_places(folder.resolve(), leave_out.resolve() if leave_out else None)]
    links = [Path(place, name) for place, folders, _ in places for name in folders if Path(place, name).is_symlink()]
    return Found(
        tuple(place for place, _, files in places if MANIFEST in files),
        tuple(place / REPORT for place, _, files in places if REPORT in files and _is_ours(place / REPORT)),
        tuple(links),
    )


def _places(folder: Path, leave_out: Path | None) -> Iterator[tuple[Path, list[str], list[str]]]:
    def refuse(fault: OSError) -> None:
        if Path(fault.filename or folder) == folder:
            raise UsageError(f"{folder.name} can't be read: {fault.strerror}") from None

    for place, folders, files in os.walk(folder, onerror=refuse):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and here / name != leave_out)
        yield here, list(folders), files


def _is_ours(path: Path) -> bool:
    """Whether it says so itself: many tools call their files report.json."""
    try:
        return _MARK in path.read_bytes()
    except OSError:
        return True  # so that it is told why it can't be read
