"""``radaudit sample``: a sample study in a folder of the user's, to look at and to change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from radaudit.core.errors import UsageError


def sample(
    name: Annotated[str, typer.Argument(help="Which sample study.", show_default=False)],
    folder: Annotated[Path, typer.Argument(help="Where to put it; it must not exist yet.", show_default=False)],
) -> None:
    """Put a sample study into a folder, to look at it, change it, and audit it.

    Exit status: 0; 2 if there is none of this name, or something is in the way.
    """
    import shutil

    from radaudit.samples import STAMP, make_sample

    if folder.exists():
        raise UsageError(f"{folder} is there already; name a folder that does not exist yet")
    try:
        # Without the stamp: it says that the data are as they were made, and a copy is meant to be changed.
        shutil.copytree(make_sample(name), folder, ignore=shutil.ignore_patterns(STAMP))
    except OSError as fault:
        raise UsageError(f"the sample study can't be written to {folder}: {fault.strerror or fault}") from None
    print(f"The sample study {name} is in {folder}: radaudit audit {folder}")
