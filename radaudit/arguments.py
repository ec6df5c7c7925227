"""Arguments that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class FailOn(StrEnum):
    note = "note"
    minor = "minor"
    major = "major"
    critical = "critical"
    never = "never"


class Sandbox(StrEnum):
    strict = "strict"
    best = "best"
    limits = "limits"


StudyPath = Annotated[
    Path, typer.Argument(help="A folder with a radaudit.yaml, or the file itself.", show_default=False)
]
# As the renderers are called; a test holds it.
FORMATS = "badge, github, gitlab, html, in-toto, json, junit, markdown, ro-crate, sarif"
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes.  \\[default: one a CPU]")]
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder for the report.")]
Store = Annotated[Path | None, typer.Option(help="Folder of results already computed.  \\[default: the user's cache]")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the verdict only.")]
