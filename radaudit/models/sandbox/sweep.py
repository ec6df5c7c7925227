"""What a study's code leaves in its folder is read by the auditor: nothing there may lead elsewhere, or never end."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path


def sweep(folder: Path) -> tuple[str, ...]:
    """Remove links that lead out of a folder, and all that is neither file nor folder (a pipe blocks who opens it).

    Returns
    -------
    tuple[str, ...]
        What was removed, relative to the folder.
    """
    removed, top = [], folder.resolve()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        with suppress(OSError):
            os.chmod(here, 0o700)  # it may have locked itself in
        with suppress(OSError):
            for path in sorted(here.iterdir()):
                mode = path.lstat().st_mode
                if stat.S_ISDIR(mode):
                    waiting.append(path)
                elif not stat.S_ISREG(mode) and not (stat.S_ISLNK(mode) and _leads_inside(path, top)):
                    path.unlink()
                    removed.append(path.relative_to(folder).as_posix())
    return tuple(removed)


def _leads_inside(link: Path, top: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(top)
    except (OSError, RuntimeError):
        return False
