"""Read an image of any format that has a reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

from radaudit.core.errors import JobFailed
from radaudit.core.registry import discover
from radaudit.images.volume import Volume

Reader = Callable[[Path], Volume]


@cache
def readers() -> dict[str, Reader]:
    """Readers by file ending."""
    return discover("radaudit.images.readers", "reader")


def read_volume(path: Path) -> Volume:
    """Read an image.

    Raises
    ------
    JobFailed
        If no reader knows the ending, or the file can't be read.
    """
    name = path.name.lower()
    for ending in sorted(readers(), key=len, reverse=True):
        if name.endswith(ending):
            return readers()[ending](path)
    raise JobFailed(f"{path.name} has an ending that is not known; known are {', '.join(readers())}")
