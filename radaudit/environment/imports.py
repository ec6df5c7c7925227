"""Which packages a study's code imports: read from syntax trees, nothing is run."""

from __future__ import annotations

import ast
import json
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from radaudit.core.errors import DataError
from radaudit.core.finding import Location
from radaudit.environment.text_file import read_text

CODE = (".py", ".ipynb")
MOST_ENTRIES = 200_000  # of a study's folders; images can be many
_NOT_THE_STUDYS = {"__pycache__", "node_modules", "site-packages", "build", "dist"}
# Parts of the standard library of an older Python.
_FORMER = frozenset({"asynchat", "asyncore", "cgi", "distutils", "imp", "smtpd", "telnetlib", "lib2to3", "pipes"})
_TWO = frozenset({"cPickle", "ConfigParser", "Queue", "StringIO", "urllib2", "commands", "Tkinter"})
STANDARD = frozenset(sys.stdlib_module_names) | _FORMER | _TWO
_MAGIC = re.compile(r"^\s*[%!?]")


@dataclass(frozen=True)
class Imports:
    """Modules of others that the code imports.

    Attributes
    ----------
    modules
        First part of each name, and where it is first imported.
    optional
        Those that the code can do without: each import of theirs stands in a ``try``.
    files
        The files that were read.
    unreadable
        Files that are no Python, such as Python 2.
    """

    modules: Mapping[str, Location]
    optional: frozenset[str]
    files: tuple[str, ...]
    unreadable: tuple[str, ...]


def scan(root: Path, files: Iterable[str]) -> Imports:
    """Look through a study's code.

    Parameters
    ----------
    root
        The study's folder.
    files
        Python files and notebooks in it, relative to it.
    """
    own, modules, needed = local_modules(root), {}, set()
    read, unreadable = [], []
    for name in files:
        try:
            found = list(_imported(read_text(root, name), name))
        except (DataError, SyntaxError, ValueError, MemoryError, RecursionError):
            unreadable.append(name)
            continue
        read.append(name)
        for module, line, optional in found:
            if module not in STANDARD and module not in own:
                modules.setdefault(module, Location(name, line))
                needed |= set() if optional else {module}
    return Imports(dict(sorted(modules.items())), frozenset(set(modules) - needed), tuple(read), tuple(unreadable))


def code_files(root: Path, patterns: Iterable[str]) -> tuple[str, ...]:
    """The study's Python files and notebooks: those that the patterns name; without patterns all of them."""
    if patterns := tuple(patterns):
        found = {path for pattern in patterns for path in root.glob(pattern) if path.suffix in CODE and path.is_file()}
    else:
        found = {path for path in _walk(root) if path.suffix in CODE}
    inside = (path for path in found if path.resolve().is_relative_to(root.resolve()))
    return tuple(sorted(path.relative_to(root).as_posix() for path in inside))


def local_modules(root: Path) -> frozenset[str]:
    """Names under which the study's own files can be imported, wherever in it they lie."""
    scripts = [path.relative_to(root) for path in _walk(root) if path.suffix == ".py"]
    folders = {part for path in scripts for part in path.parts[:-1]}
    return frozenset({path.stem for path in scripts} | folders)


def _walk(root: Path) -> Iterator[Path]:
    """Files of the study, without hidden folders and environments that were left in it; links are not followed."""
    left = MOST_ENTRIES
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _NOT_THE_STUDYS and not name.startswith("."))
        if "pyvenv.cfg" in files or "conda-meta" in folders:
            folders.clear()
            continue
        yield from (Path(folder) / name for name in sorted(files))
        left -= len(files) + len(folders)
        if left < 0:
            return


def _imported(text: str, name: str) -> Iterator[tuple[str, int | None, bool]]:
    """Module, line and whether the code can do without it."""
    if name.endswith(".ipynb"):
        for cell in _cells(text):
            yield from ((module, None, optional) for module, _, optional in _of_tree(_parsed(cell)))
    else:
        yield from _of_tree(_parsed(text))


def _cells(text: str) -> Iterator[str]:
    """The code of a notebook's cells, without IPython's own words; a cell in another language is left out."""
    notebook = json.loads(text)
    if not isinstance(notebook, dict):
        raise ValueError("no notebook")
    cells = notebook.get("cells")
    for cell in cells if isinstance(cells, list) else ():
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", "")
            code = "".join(map(str, source)) if isinstance(source, list) else str(source)
            if not code.lstrip().startswith("%%"):
                yield "\n".join("" if _MAGIC.match(line) else line for line in code.split("\n"))


def _parsed(text: str) -> ast.AST:
    with warnings.catch_warnings():  # of escapes in the study's strings
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _of_tree(tree: ast.AST) -> list[tuple[str, int, bool]]:
    """In the order of lines."""
    found: list[tuple[str, int, bool]] = []
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, optional = waiting.pop()
        if isinstance(node, ast.Import):
            found += [(alias.name.partition(".")[0], node.lineno, optional) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.append((node.module.partition(".")[0], node.lineno, optional))
        elif isinstance(node, ast.Try):
            optional = optional or any(map(_catches_imports, node.handlers))
        elif isinstance(node, ast.If):
            optional = optional or ast.unparse(node.test).endswith("TYPE_CHECKING")
        waiting += [(child, optional) for child in ast.iter_child_nodes(node)]
    return sorted(found, key=lambda own: own[1])


def _catches_imports(handler: ast.ExceptHandler) -> bool:
    """Whether the code goes on without the module: a handler that raises, or ends the program, does not."""
    parts = [part for own in handler.body for part in ast.walk(own)]
    if any(isinstance(part, ast.Raise) or (isinstance(part, ast.Call) and _ends(part)) for part in parts):
        return False
    names = "" if handler.type is None else ast.unparse(handler.type)
    return handler.type is None or any(word in names for word in ("ImportError", "ModuleNotFound", "Exception"))


def _ends(call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] in ("exit", "quit", "_exit")
