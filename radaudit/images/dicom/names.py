"""The ROI that is asked for, among those that a file names."""

from __future__ import annotations

from collections.abc import Mapping

from radaudit.core.errors import JobFailed

_SHOWN = 20


def chosen(names: Mapping[int, str], asked: str | None, file: str) -> tuple[int, list[str]]:
    """The number of an ROI, and remarks.

    Parameters
    ----------
    names
        Name by number.
    asked
        A name, written exactly or, if only one fits, with other capitals or spaces; or a number. None takes the
        only one there is.
    file
        For messages.

    Returns
    -------
    int
        Its number.
    list of str
        What to tell: that the name is spelt otherwise in the file.

    Raises
    ------
    JobFailed
        If none fits, or more than one; its message lists the names.
    """
    if not names:
        raise JobFailed(f"{file} holds no ROI")
    if asked is None:
        if len(names) > 1:
            raise JobFailed(f"{file} holds {len(names)} ROIs; say which with 'images.roi': {_listed(names)}")
        return next(iter(names)), []
    exact = [number for number, name in names.items() if name == asked]
    alike = [number for number, name in names.items() if _plain(name) == _plain(asked)]
    if len(exact) > 1 or (not exact and len(alike) > 1):
        both = {number: names[number] for number in exact or alike}
        raise JobFailed(f"{file} holds {len(both)} ROIs called {asked!r}: {_listed(both)}; give the number of one")
    if exact:
        return exact[0], []
    if alike:
        return alike[0], [f"the ROI {asked!r} is called {names[alike[0]]!r} in {file}"]
    if asked.isdecimal() and int(asked) in names:
        return int(asked), []
    raise JobFailed(f"{file} holds no ROI {asked!r}; it holds {_listed(names)}")


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def _listed(names: Mapping[int, str]) -> str:
    shown = ", ".join(f"{name!r} ({number})" for number, name in list(names.items())[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")
