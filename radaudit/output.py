"""Reports to files: the whole file or none of it."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from radaudit.core.errors import UsageError
from radaudit.core.finding import Finding
from radaudit.core.registry import discover
from radaudit.core.report import SCHEMA, Report
from radaudit.render.embedded import unpacked

# Files whose name is given by their format.
NAMES = {"codecheck": "codecheck.yml", "ro-crate": "ro-crate-metadata.json"}
# What follows "report." where that is not the format's name.
ENDINGS = {
    "badge": "badge.json",
    "github": "annotations.txt",
    "gitlab": "codequality.json",
    "in-toto": "intoto.json",
    "junit": "junit.xml",
    "markdown": "md",
}


FORGES = ("github", "gitlab", "sarif")  # formats whose paths are looked up in a repository


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


def write_reports(report: Report, folder: Path, formats: dict, prefix: str = "") -> list[Path]:
    """Write ``report.<ending>`` for each renderer.

    Parameters
    ----------
    prefix
        Folder of the study as seen from a repository's root, for formats that are read there.
    """
    seen_from = {name: moved(report, prefix) if name in FORGES and prefix else report for name in formats}
    return [write_file(beside(folder / "report", name), make(seen_from[name])) for name, make in formats.items()]


def moved(report: Report, prefix: str) -> Report:
    """The same report with its files named from another folder."""
    results = [
        replace(result, findings=tuple(_moved(own, prefix) for own in result.findings)) for result in report.results
    ]
    files = {f"{prefix}/{name}": digest for name, digest in report.provenance.files.items()}
    study = dict(report.study) | {"manifest": f"{prefix}/{report.study.get('manifest', 'radaudit.yaml')}"}
    provenance = replace(report.provenance, files=files)
    return replace(report, study=study, results=tuple(results), provenance=provenance)


def _moved(finding: Finding, prefix: str) -> Finding:
    return replace(finding, where=tuple(replace(own, path=f"{prefix}/{own.path}") for own in finding.where))


def prefix_of(study: Path, root: Path | None) -> str:
    """The study's folder as seen from a repository's root; empty where they are the same, or no root is given.

    Raises
    ------
    UsageError
        If the study is not inside.
    """
    if root is None:
        return ""
    folder = (study if study.is_dir() else study.parent).resolve()
    if not folder.is_relative_to(root.resolve()):
        raise UsageError(f"--paths-from {root}: the study is not in that folder")
    found = folder.relative_to(root.resolve()).as_posix()
    return "" if found == "." else found


def beside(report: Path, name: str) -> Path:
    """Where a report is written in this format, beside one in another."""
    return report.with_name(NAMES[name]) if name in NAMES else report.with_suffix(f".{ENDINGS.get(name, name)}")


def write_file(path: Path, content: str | bytes) -> Path:
    """Write a file, whole or not at all.

    Raises
    ------
    UsageError
        If it can't be written there.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        if isinstance(content, bytes):
            part.write_bytes(content)
        else:
            part.write_text(content, encoding="utf-8")
        part.replace(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            part.unlink()
        raise UsageError(f"{path} can't be written: {fault.strerror}") from None
    return path


def read_report(path: Path) -> Report:
    """A stored ``report.json``, or the one inside a ``report.html``.

    Raises
    ------
    UsageError
        If it can't be read, or is no report of the schema that this version knows.
    """
    import pydantic

    try:
        content = path.read_bytes()
        report = Report.from_json(unpacked(content) or content)
    except OSError as fault:
        raise UsageError(f"{path} can't be read: {fault.strerror}") from None
    except pydantic.ValidationError as fault:
        first = fault.errors()[0]
        place = "/".join(str(part) for part in first["loc"]) or "its start"
        raise UsageError(f"{path} is no radaudit report: {first['msg']} ({place})") from None
    if report.schema != SCHEMA:
        raise UsageError(f"{path} is a report of schema {report.schema!r}; this version of radaudit reads {SCHEMA!r}")
    return report
