"""The files of a study's folder: found without following links, bounded in number, depth and size."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from radaudit.core.errors import UsageError

MOST_FILES = 50_000
DEEPEST = 10
LARGEST_TEXT = 2**20  # bytes of a text file that are read
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "venv", "env", "build", "dist", "__macosx"})
_OUR_OWN = ("radaudit-report", "radaudit-demo", "radaudit-survey")
# Written by an earlier draft: what it put together is no source of the next one.
_DRAFTED = frozenset({"radaudit.yaml", "radaudit-cohort.csv", "radaudit-features.csv", "radaudit-split.csv"})
_NEAR_THE_ROOT = 2  # "/" and one folder: /home, /data hold other people's files too
_DOUBLE = (".nii.gz", ".csv.gz", ".tsv.gz")


@dataclass(frozen=True)
class Folder:
    """What lies in a folder.

    Attributes
    ----------
    root
        The folder.
    files
        Paths relative to it, with ``/``, sorted.
    links
        How many links there are; none was followed.
    cut
        Whether there are more files, or deeper folders, than were looked at.
    data
        The part of it in which the images are, where somebody says so.
    """

    root: Path
    files: tuple[str, ...] = field(repr=False)
    links: int = 0
    cut: bool = False
    data: Folder | None = field(default=None, repr=False)

    def size(self, name: str) -> int:
        """Bytes of a file; 0 if it is gone."""
        try:
            return (self.root / name).lstat().st_size
        except OSError:
            return 0

    def ending_in(self, *endings: str) -> list[str]:
        """Files with one of these endings, in any case."""
        return [name for name in self.files if name.lower().endswith(endings)]

    def text(self, name: str) -> str:
        """The first MiB of a text file; what is no UTF-8 becomes a mark, and a file that can't be read is empty."""
        try:
            with (self.root / name).open("rb") as stream:
                return stream.read(LARGEST_TEXT).decode("utf-8-sig", errors="replace")
        except OSError:
            return ""


def look(root: Path, below: str = "") -> Folder:
    """Look at a folder and those in it, nearest first; hidden ones and installed software are left out.

    Parameters
    ----------
    root
        The folder that paths are relative to.
    below
        Look only at this folder in it, whatever it and those above it are called.
    """
    found: list[str] = []
    links, cut, waiting = 0, False, [(below, 0)]
    while waiting and len(found) < MOST_FILES:
        place, depth = waiting.pop(0)
        try:
            entries = sorted(os.scandir(root / place), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            name = str(PurePosixPath(place) / entry.name)
            if entry.is_symlink():
                links += 1
            elif entry.is_dir(follow_symlinks=False):
                if not _left_out(entry.name):
                    cut |= depth >= DEEPEST
                    waiting += [(name, depth + 1)] if depth < DEEPEST else []
            elif entry.is_file(follow_symlinks=False) and _is_the_studys(name):
                found.append(name)
    return Folder(root, tuple(sorted(found[:MOST_FILES])), links, cut or bool(waiting) or len(found) > MOST_FILES)


def inside(root: Path, data: Path) -> str:
    """Where a folder lies in another, as a path of a manifest.

    Raises
    ------
    UsageError
        If it is none, or lies elsewhere, by a link too: no manifest could name the files in it.
    """
    if not data.is_dir():
        raise UsageError(f"--data-root {data}: there is no such folder")
    base, place = root.resolve(), data.resolve()
    if place.is_relative_to(base):
        found = place.relative_to(base).as_posix()
        return "" if found == "." else found
    both = os.path.commonpath([base, place])
    more = (
        f"'radaudit init {both} --data-root {data}' drafts one for the folder that holds both"
        if len(Path(both).parts) > _NEAR_THE_ROOT
        else f"copy or mount the images inside {root}"
    )
    raise UsageError(
        f"--data-root {data}: it is not inside {root}, and a manifest names only files in its own folder, so that an "
        f"audit reads nothing else of the machine; {more}"
    )


def stem(name: str) -> str:
    """A file's name without its folders and ending; ``.nii.gz`` is one ending."""
    base = PurePosixPath(name).name
    double = next((end for end in _DOUBLE if base.lower().endswith(end)), None)
    return base[: -len(double)] if double else PurePosixPath(base).stem


def _is_the_studys(name: str) -> bool:
    """Whether a file is one that a manifest may name: on Linux a name may be any bytes, a manifest is text."""
    if name in _DRAFTED or PurePosixPath(name).name.startswith("."):
        return False
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _left_out(name: str) -> bool:
    return name.startswith(".") or name.lower() in _SKIPPED or name.startswith(_OUR_OWN)
