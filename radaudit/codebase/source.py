"""Python files and notebooks as syntax trees with a map of lines. Nothing is run."""

from __future__ import annotations

import ast
import json
import re
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LARGEST = 2_000_000  # bytes of a script; of a notebook without its outputs
LARGEST_NOTEBOOK = 50_000_000
SHELL = re.compile(r"^(\s*)([%!?]|[\w., ]+=\s*[%!]|\w[\w.]*\?{1,2}\s*$)")
CELL_MAGICS_OF_PYTHON = ("%%time", "%%timeit", "%%capture", "%%prun")


class Unreadable(Exception):
    """A file that can't be read as Python; the message says why, without a full stop."""


@dataclass(frozen=True, order=True)
class Place:
    """A line of the study's code.

    Attributes
    ----------
    path
        Relative to the study.
    line
        Counted from 1; in a notebook over the text of all code cells.
    """

    path: str
    line: int


@dataclass(frozen=True)
class Source:
    """A script or a notebook.

    Attributes
    ----------
    path
        Relative to the study.
    text
        Python text; magics and shell lines are blanked, so that lines stay where they are.
    cells
        Of a notebook: for each line (from 0) its cell and its line in the cell, both counted from 1.
    counts
        Of a notebook: the execution count of each code cell; None where it was not run.
    """

    path: str
    text: str
    tree: ast.Module
    cells: tuple[tuple[int, int], ...] = ()
    counts: tuple[int | None, ...] = ()

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.splitlines())

    def shown(self, line: int) -> str:
        """The text of a line, shortened."""
        text = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        return text if len(text) <= 160 else f"{text[:157]}..."

    def named(self, line: int) -> str:
        """``path:line``, or ``path, cell 3, line 2``."""
        if self.cells and 0 < line <= len(self.cells):
            cell, inner = self.cells[line - 1]
            return f"{self.path}, cell {cell}, line {inner}"
        return f"{self.path}:{line}"

    @cached_property
    def as_run(self) -> ast.Module | None:
        """Of a notebook whose cells were run in another order: its statements in that order, lines unchanged."""
        if not self.out_of_order:
            return None
        numbers = list(dict.fromkeys(cell for cell, _ in self.cells))
        when = dict(zip(numbers, self.counts, strict=True))
        ran = [node for node in self.tree.body if when[self.cells[node.lineno - 1][0]] is not None]
        body = sorted(ran, key=lambda node: when[self.cells[node.lineno - 1][0]])
        return ast.Module(body=body, type_ignores=[])

    @property
    def out_of_order(self) -> bool:
        """Whether a cell was last run before one that stands above it."""
        run = [count for count in self.counts if count is not None]
        return run != sorted(run)


def read_source(file: Path, path: str) -> Source:
    """Read a script or a notebook.

    Parameters
    ----------
    file
        Where it lies.
    path
        What it is called in reports.

    Raises
    ------
    Unreadable
        If it is too large, no text, no notebook, or no Python 3.
    """
    notebook = file.suffix.lower() == ".ipynb"
    try:
        if file.stat().st_size > (LARGEST_NOTEBOOK if notebook else LARGEST):
            raise Unreadable("it is too large to be code that a person wrote")
        raw = file.read_bytes()
    except OSError as fault:
        raise Unreadable(f"it can't be opened ({fault.strerror})") from fault
    if notebook:
        return _notebook(raw, path)
    text = _decoded(raw)
    return Source(path, text, parsed(text))


def parsed(text: str) -> ast.Module:
    """The syntax tree.

    Raises
    ------
    Unreadable
        With the line at which Python stops.
    """
    if "\0" in text:
        raise Unreadable("it holds null bytes; it is no text")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            if _depth(tree) > 150:
                raise Unreadable("its expressions are nested too deeply to be followed")
            return tree
    except SyntaxError as fault:
        old = re.search(r"^\s*print\s+[\"'\w]", text, re.MULTILINE)
        why = "it looks like Python 2" if old else str(fault.msg)
        raise Unreadable(f"it is no Python 3: line {fault.lineno or 1}, {why}") from fault
    except (RecursionError, MemoryError, ValueError) as fault:
        raise Unreadable("its expressions are nested too deeply to be followed") from fault


def _depth(tree: ast.AST) -> int:
    deepest, left = 0, [(tree, 0)]
    while left:
        node, depth = left.pop()
        deepest = max(deepest, depth)
        left.extend((child, depth + 1) for child in ast.iter_child_nodes(node))
    return deepest


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "latin-1"):
        try:
            return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise Unreadable("it is no text")


def _notebook(raw: bytes, path: str) -> Source:
    try:
        content = json.loads(raw)
        listed = content["cells"] if "cells" in content else content["worksheets"][0]["cells"]
        code = [(number, cell) for number, cell in enumerate(listed, 1) if cell.get("cell_type") == "code"]
        texts = [(number, _cell_text(cell.get("source", cell.get("input", "")))) for number, cell in code]
        counts = tuple(
            count if isinstance(count := cell.get("execution_count", cell.get("prompt_number")), int) else None
            for _, cell in code
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as fault:
        raise Unreadable("it is no Jupyter notebook") from fault
    lines, cells = [], []
    for number, text in texts:
        for inner, line in enumerate(without_magics(text).split("\n"), 1):
            lines.append(line)
            cells.append((number, inner))
    text = "\n".join(lines)
    if len(text) > LARGEST:
        raise Unreadable("it is too large to be code that a person wrote")
    return Source(path, text, parsed(text), tuple(cells), counts)


def _cell_text(source: str | list[str]) -> str:
    text = source if isinstance(source, str) else "".join(source)
    return text.replace("\r\n", "\n").rstrip("\n")


def without_magics(text: str) -> str:
    """A cell with what IPython adds to Python taken out, line by line."""
    lines = text.split("\n")
    first = lines[0].strip()
    if first.startswith("%%") and not first.startswith(CELL_MAGICS_OF_PYTHON):
        return "\n" * (len(lines) - 1)
    kept = []
    for line in lines:
        found = SHELL.match(line)
        kept.append(f"{found[1]}pass" if found else line)
    return "\n".join(kept)
