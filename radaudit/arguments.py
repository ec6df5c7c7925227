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
FORMATS = "badge, codecheck, github, gitlab, html, in-toto, json, junit, markdown, ro-crate, sarif"
Jobs = Annotated[int | None, typer.Option("--jobs", "-j", min=1, help="Worker processes.  \\[default: one a CPU]")]
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder for the report.")]
Store = Annotated[Path | None, typer.Option(help="Folder of results already computed.  \\[default: the user's cache]")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the verdict only.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="More rows of evidence, innocent explanations, what passed, and times.")
]
PolicyFile = Annotated[Path | None, typer.Option(help="The auditor's policy.yaml.")]
Select = Annotated[list[str] | None, typer.Option(help="Glob of check names; may be given several times.")]
Trust = Annotated[bool, typer.Option("--trust", help="Run the study's own code, in the sandbox.")]
Fence = Annotated[
    Sandbox, typer.Option(help="Fence for the study's code: none runs without it; the best there is; limits only.")
]
Online = Annotated[
    bool, typer.Option("--online", help="Resolve the stated requirements: their names go to the package index, by uv.")
]
Exact = Annotated[
    bool, typer.Option("--exact-pyradiomics", help="Extract by plain pyradiomics, without radaudit's shortcuts.")
]
Cluster = Annotated[
    str | None, typer.Option(help="Address of a Dask scheduler whose workers do the work; see docs/cluster.md.")
]
Quick = Annotated[
    bool, typer.Option("--quick", help="Fit the study's models less often: 20 permutations, 5 seeds, 20 refits.")
]
ShowIds = Annotated[
    bool, typer.Option("--show-ids", help="Name cases and patients as the study does; else they are numbered.")
]
Thumbnails = Annotated[
    bool, typer.Option("--thumbnails", help="Show slices of the ROIs with their outlines: patient data.")
]
Known = Annotated[
    Path | None, typer.Option(help="Known failures ('radaudit baseline'): shown, but only new ones fail the gate.")
]
Root = Annotated[Path | None, typer.Option(help="The repository's root, for paths in sarif, github and gitlab.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Print report.pdf as well, by this machine's Chromium or Chrome.")]
