"""Files that ship with radaudit: checklists, templates, sample studies."""

from __future__ import annotations

from pathlib import Path


def shipped(folder: str) -> Path:
    """The folder of this name: beside the package in a checkout, inside it when installed."""
    package = Path(__file__).parent
    installed = package / "_shipped" / folder
    return installed if installed.is_dir() else package.parent / folder
