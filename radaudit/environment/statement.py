"""Finds where a study states its requirements, and reads it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path, PurePosixPath

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from radaudit.core.errors import DataError
from radaudit.core.finding import Location
from radaudit.environment.conda import read_environment
from radaudit.environment.line import Read
from radaudit.environment.locks import read_locks
from radaudit.environment.pyproject import read_pipfile, read_pyproject
from radaudit.environment.requirements_txt import read_requirements
from radaudit.environment.setup_files import read_setup_cfg, read_setup_py
from radaudit.environment.stated import PythonStated, Remark, Stated, Statement
from radaudit.environment.text_file import read_text

Reader = Callable[[Path, str], tuple[Read, ...]]
# By the file's name, the most telling first.
READERS: tuple[tuple[str, Reader], ...] = (
    (r"requirements\.txt", read_requirements),
    (r"environment\.ya?ml", read_environment),
    (r"pyproject\.toml", read_pyproject),
    (r"Pipfile", read_pipfile),
    (r"setup\.cfg", read_setup_cfg),
    (r"setup\.py", read_setup_py),
    (r".*requirements.*\.(?:txt|in)", read_requirements),
    (r".*(?:environment|conda|env).*\.ya?ml", read_environment),
)


def reader_of(name: str) -> Reader | None:
    """What reads a file of this name; None for one that states no requirements."""
    file = PurePosixPath(name).name
    return next((reader for pattern, reader in READERS if re.fullmatch(pattern, file, re.I)), None)


def read_statement(root: Path, declared: str | None, folders: Iterable[str]) -> Statement | None:
    """What the study states, or None if it states nothing.

    Parameters
    ----------
    root
        The study's folder.
    declared
        The file that the manifest names; else it is looked for.
    folders
        Where else than in the study's folder itself to look: those of its code, relative to it.

    Raises
    ------
    DataError
        If a declared file can't be read, or is of no known kind.
    """
    places = list(dict.fromkeys(["", *folders]))
    found = _candidates(root, places)
    chosen = declared or next((name for name in found if _states(root, name)), None)
    if chosen is None:
        return None
    reads = (reader_of(chosen) or read_requirements)(root, chosen)
    others = tuple(name for name in found if name != posixpath.normpath(chosen))
    more = [own for name in others for own in _tried(root, name)]
    python = _of(PythonStated, reads) or _python_beside(root, places) or _of(PythonStated, more)[:1]
    locks, locked = read_locks(root, posixpath.dirname(chosen))
    return Statement(
        posixpath.normpath(chosen),
        "named in radaudit.yaml" if declared else "found in the study",
        _of(Stated, reads),
        python,
        _of(Remark, reads),
        locked,
        locks,
        others,
        frozenset(own.key for own in more if isinstance(own, Stated)),
    )


def _candidates(root: Path, folders: Sequence[str]) -> list[str]:
    """Files that state requirements: those of the study's folder first, the more telling names first."""
    found = []
    for folder in folders:
        try:
            names = sorted(path.name for path in (root / folder).iterdir() if path.is_file())
        except OSError:
            continue
        for pattern, _ in READERS:
            found += [posixpath.join(folder, name) for name in names if re.fullmatch(pattern, name, re.I)]
    return list(dict.fromkeys(found))


def _states(root: Path, name: str) -> bool:
    return any(isinstance(own, Stated | PythonStated) for own in _tried(root, name))


def _tried(root: Path, name: str) -> tuple[Read, ...]:
    """A file that nobody named: what can't be read states nothing."""
    try:
        return reader_of(name)(root, name)
    except DataError:
        return ()


def _python_beside(root: Path, folders: Sequence[str]) -> tuple[PythonStated, ...]:
    """The version of Python in .python-version (pyenv, uv) or runtime.txt."""
    for folder in folders:
        for file in (".python-version", "runtime.txt"):
            name = posixpath.join(folder, file)
            try:
                first = next(iter(read_text(root, name).split()), "")
                version = re.fullmatch(r"(?:python-|cpython-)?(\d+\.\d+)(\.\d+)?", first)
                if version:
                    text = f"=={version[1]}{version[2]}" if version[2] else f"=={version[1]}.*"
                    return (PythonStated(SpecifierSet(text), Location(name, 1)),)
            except (DataError, InvalidSpecifier):
                continue
    return ()


def _of(kind: type, reads: Iterable[Read]) -> tuple:
    return tuple(own for own in reads if isinstance(own, kind))
