"""Imports: modules of the study are followed, others are names."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from radaudit.codebase.state import Frame, State
from radaudit.codebase.values import NOTHING, Library, StudyModule, Value


def imported(
    state: State, frame: Frame, node: ast.Import | ast.ImportFrom, run: Callable
) -> Iterator[tuple[str, Value | dict[str, Value]]]:
    """Names that an import brings, with what they are; ``*`` with all of them."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            path = module_file(state, frame.path, alias.name, 0)
            if path is not None and (alias.asname or "." not in alias.name):
                yield alias.asname or alias.name, _module(state, path, run)
            else:
                dotted = alias.name if alias.asname else alias.name.partition(".")[0]
                yield alias.asname or dotted, Value(whats=frozenset([Library(dotted)]))
        return
    base = node.module or ""
    path = module_file(state, frame.path, base, node.level) if base else None
    for alias in node.names:
        name = alias.asname or alias.name
        if path is not None:
            names = module_names(state, path, run)
            yield (("*", dict(names)) if alias.name == "*" else (name, names.get(alias.name, NOTHING)))
            continue
        inner = module_file(state, frame.path, f"{base}.{alias.name}".strip("."), node.level)
        if inner is not None:
            yield name, _module(state, inner, run)
        elif alias.name != "*":
            yield name, Value(whats=frozenset([Library(f"{base}.{alias.name}")]))


def module_file(state: State, importer: str, dotted: str, level: int) -> str | None:
    """The study's file that an import means: beside the importer, above it, or anywhere under its full name."""
    inner = dotted.replace(".", "/")
    folder = PurePosixPath(importer).parent
    for _ in range(max(level - 1, 0)):
        folder = folder.parent
    folders = [folder] if level else [folder, *folder.parents]
    for place in folders:
        for tail in (f"{inner}.py", f"{inner}/__init__.py"):
            path = (place / tail).as_posix()
            if path in state.sources and path != importer:
                return path
    if level or "/" not in inner:
        return None
    ends = [path for path in state.sources if path.endswith(f"/{inner}.py")]
    return ends[0] if len(ends) == 1 else None


def _module(state: State, path: str, run: Callable) -> Value:
    module_names(state, path, run)
    return Value(whats=frozenset([StudyModule(path, state.modules[path])]))


def module_names(state: State, path: str, run: Callable) -> dict[str, Value]:
    """The variables of a module, walked through once."""
    if path not in state.modules:
        state.modules[path] = Frame(path)
        guards, loops, state.guards, state.loops = state.guards, state.loops, [], []
        try:
            run(state, state.modules[path], state.sources[path].tree.body)
        finally:
            state.guards, state.loops = guards, loops
    return state.modules[path].names
