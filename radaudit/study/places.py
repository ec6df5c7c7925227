"""Paths of study files: relative to the study, and never out of it."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from radaudit.core.errors import DataError, Problem


def confined(root: Path, name: str) -> Path:
    """The file that a study names, if it lies in the study's folder.

    Parameters
    ----------
    root
        The study's folder.
    name
        A path as written by the authors.

    Returns
    -------
    Path
        With the name as given: where links lead (as those of DVC and git-annex do), the target's name has
        often lost the ending that says what the file is.

    Raises
    ------
    DataError
        If the path is absolute, leads out by "..", or goes through a link that leads out.
    """
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive or PureWindowsPath(name).root:
        raise DataError(Problem(f"the path {name!r} is absolute; give it relative to the manifest"))
    base = root.resolve()
    try:
        target = (base / name).resolve()
    except (OSError, RuntimeError, ValueError) as fault:  # a loop of links, or no possible name
        raise DataError(Problem(f"the path {name!r} can't be followed")) from fault
    if not target.is_relative_to(base):
        raise DataError(Problem(f"the path {name!r} leads out of the study's folder; put the file inside it"))
    return base / name


def existing(root: Path, name: str, alike: bool = True) -> Path:
    """The same, and it must be a file.

    Parameters
    ----------
    alike
        Whether the message may name files that are spelt alike.

    Raises
    ------
    DataError
        Also if there is no such file.
    """
    path = confined(root, name)
    try:
        if path.is_file():
            return path
        hint = _alike(path) if alike else ""
    except OSError as fault:  # a name too long, a folder that may not be looked into
        raise DataError(Problem(f"the file {name!r} can't be looked at: {fault.strerror}")) from fault
    raise DataError(Problem(f"there is no file {name!r}{hint}"))


def _alike(path: Path) -> str:
    from difflib import get_close_matches

    if path.is_dir():
        return " (it is a folder)"
    if "\\" in path.name:
        return "; write / between folders, not \\"
    if not path.parent.is_dir():
        return f" (nor a folder {path.parent.name!r})"
    close = get_close_matches(path.name, sorted(p.name for p in path.parent.iterdir())[:5000], n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""
