"""Files that state requirements, read as text: bounded, inside the study, in whatever encoding an editor chose."""

from __future__ import annotations

import codecs
from pathlib import Path

from radaudit.core.errors import DataError, Problem
from radaudit.study.places import existing

LARGEST_FILE = 2**22


def read_text(root: Path, name: str) -> str:
    """The text of a study's file.

    ``pip freeze > requirements.txt`` in PowerShell writes UTF-16, which pip reads and most tools don't.

    Raises
    ------
    DataError
        If the file isn't there, leads out of the study, is too large or is no text.
    """
    path = existing(root, name)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise DataError(Problem(f"is larger than {LARGEST_FILE >> 20} MiB, which no list of requirements is", name))
        content = path.read_bytes()
    except OSError as fault:
        raise DataError(Problem(f"can't be read: {fault.strerror or fault}", name)) from fault
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise DataError(Problem("is no text file", name))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def line_of(text: str, word: str, start: int = 1) -> int | None:
    """The first line, from `start` on, that holds a word; for formats whose readers give no lines."""
    lines = enumerate(text.split("\n"), start=1)
    return next((number for number, line in lines if number >= start and word in line), None)
