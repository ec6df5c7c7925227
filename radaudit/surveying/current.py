"""Whether a report tells of a study as it is now."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from radaudit.compute.digest import FileRef, members
from radaudit.core.errors import RadauditError
from radaudit.core.report import Report
from radaudit.study.places import confined


def is_of(report: Report, folder: Path) -> bool:
    """Whether it may be of the study in this folder, by the folder's name."""
    return report.study.get("folder") == folder.name


def is_current(report: Report, folder: Path) -> bool:
    """Whether every file that the report names is in the study's folder and has not changed, the manifest first.

    A report may call a case by a number, and so its files; those are looked for by their content.
    """
    files, manifest = dict(report.provenance.files), report.study.get("manifest")
    if manifest not in files or _digest(folder, manifest) != files.pop(manifest):
        return False
    elsewhere = {digest for name, digest in files.items() if _digest(folder, name) != digest}
    return not elsewhere or elsewhere <= _digests(folder)


def _digest(folder: Path, name: str) -> str:
    """Of a file of the study; empty if it isn't there."""
    try:
        path = confined(folder, name)
        return f"sha256:{FileRef.of(path).sha256}" if path.is_file() else ""
    except (RadauditError, OSError):
        return ""


def _digests(folder: Path) -> frozenset[str]:
    """Of every file in a study, and of every folder in it, which may be an image."""
    try:
        files = {path: FileRef.of(path).sha256 for path in members(folder)}
    except (RadauditError, OSError):
        return frozenset()
    inside: dict[Path, list[str]] = {}
    for path, digest in files.items():
        for parent in path.relative_to(folder).parents:
            inside.setdefault(parent, []).append(digest)
    return frozenset(f"sha256:{digest}" for digest in (*files.values(), *_of_folders(inside)))


def _of_folders(inside: Mapping[Path, list[str]]) -> list[str]:
    """As `radaudit.compute.digest.FolderRef` has them, with each file read once."""
    return [hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest() for digests in inside.values()]
