"""Reports to files: the whole file or none of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from radaudit.core.errors import UsageError
from radaudit.core.registry import discover
from radaudit.core.report import Report


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


def check_writable(folder: Path) -> None:
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
        raise UsageError(f"the report can't be written to {folder}: {fault.strerror}") from None


def write_reports(report: Report, folder: Path, formats: dict) -> list[Path]:
    """Write ``report.<format>`` for each renderer."""
    return [write_file(folder / f"report.{name}", render(report)) for name, render in formats.items()]


def write_file(path: Path, text: str) -> Path:
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return path


def read_report(path: Path) -> Report:
    """A stored ``report.json``.

    Raises
    ------
    UsageError
        If it can't be read or is no report.
    """
    import pydantic

    try:
        return Report.from_json(path.read_bytes())
    except OSError as fault:
        raise UsageError(f"{path} can't be read: {fault.strerror}") from None
    except pydantic.ValidationError as fault:
        first = fault.errors()[0]
        place = "/".join(str(part) for part in first["loc"]) or "its start"
        raise UsageError(f"{path} is no radaudit report: {first['msg']} ({place})") from None
