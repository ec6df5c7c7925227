"""Reports to files: the whole file or none of it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable
from pathlib import Path

from radaudit.core.errors import UsageError
from radaudit.core.registry import discover
from radaudit.core.report import SCHEMA, Report

# What follows "report." where that is not the format's name.
ENDINGS = {
    "badge": "badge.json",
    "github": "annotations.txt",
    "gitlab": "codequality.json",
    "junit": "junit.xml",
    "markdown": "md",
}


def renderers(formats: Iterable[str]) -> dict:
    """Renderers of these formats, by name.

    Raises
    ------
    UsageError
        If one is not known.
    """
    known = discover("radaudit.render", "renderer")
    for name in formats:
        if name not in known:
            raise UsageError(f"the format {name!r} is not known; known are {', '.join(known)}")
    return {name: known[name] for name in formats}


def check_writable(folder: Path, what: str = "the report") -> None:
    """Find out before the work, not after it.

    Raises
    ------
    UsageError
        If no file can be made in the folder.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as fault:
        raise UsageError(f"{what} can't be written to {folder}: {fault.strerror}") from None


def write_reports(report: Report, folder: Path, formats: dict) -> list[Path]:
    """Write ``report.<ending>`` for each renderer."""
    return [write_file(beside(folder / "report", name), make(report)) for name, make in formats.items()]


def beside(report: Path, name: str) -> Path:
    """Where a report is written in this format, beside one in another."""
    return report.with_suffix(f".{ENDINGS.get(name, name)}")


def write_file(path: Path, text: str) -> Path:
    """Write a file, whole or not at all.

    Raises
    ------
    UsageError
        If it can't be written there.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            part.unlink()
        raise UsageError(f"{path} can't be written: {fault.strerror}") from None
    return path


def read_report(path: Path) -> Report:
    """A stored ``report.json``.

    Raises
    ------
    UsageError
        If it can't be read, or is no report of the schema that this version knows.
    """
    import pydantic

    try:
        report = Report.from_json(path.read_bytes())
    except OSError as fault:
        raise UsageError(f"{path} can't be read: {fault.strerror}") from None
    except pydantic.ValidationError as fault:
        first = fault.errors()[0]
        place = "/".join(str(part) for part in first["loc"]) or "its start"
        raise UsageError(f"{path} is no radaudit report: {first['msg']} ({place})") from None
    if report.schema != SCHEMA:
        raise UsageError(f"{path} is a report of schema {report.schema!r}; this version of radaudit reads {SCHEMA!r}")
    return report
