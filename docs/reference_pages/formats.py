"""What is read and what is written."""

from __future__ import annotations

import inspect
from pathlib import Path

from radaudit.core.registry import discover
from radaudit.output import beside

from .markdown import code, shown, table

MASKS = {"rtstruct": "RT Structure Set", "seg": "Segmentation"}
TABLES = """\
Tables (cohort, features, splits, predictions) are `.csv`, `.tsv`, `.parquet` or `.xlsx`; separator, decimal sign and
encoding are detected. Ids are text: `007` stays `007`.
"""


def pages() -> dict[str, str]:
    reports = [
        [code(name), code(beside(Path("report"), name).name), shown(_first_line(make))]
        for name, make in discover("radaudit.render", "renderer").items()
    ]
    images = [[code(ending), shown(_first_line(inspect.getmodule(reader)))] for ending, reader in _readers().items()]
    masks = {inspect.getmodule(own): None for own in discover("radaudit.images", "mask reader").values()}
    images += [["DICOM " + MASKS.get(_last(own), _last(own)), shown(_first_line(own))] for own in masks]
    parts = [
        "# Formats",
        "## Reports",
        "Of `radaudit audit --format` and `radaudit render --format`; all of them are made of `report.json`.",
        table(["`--format`", "file", "what it is"], reports),
        "## Images and masks",
        table(["file", "how it is read"], images),
        "## Tables",
        TABLES,
    ]
    return {"formats.md": "\n\n".join(parts) + "\n"}


def _readers() -> dict:
    return discover("radaudit.images", "reader")


def _last(module) -> str:
    return module.__name__.rpartition(".")[2]


def _first_line(own) -> str:
    return (inspect.getdoc(own) or "").partition("\n\n")[0]
