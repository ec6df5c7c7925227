"""Which columns hold the outcome, told by how the code uses them; by syntax alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from radaudit.codebase.source import Source
from radaudit.codebase.vocabulary import CROSS_VALIDATED, plain_name

NAMES = frozenset(["y", "Y", "label", "labels", "target", "targets", "outcome"])
SECOND = frozenset(["fit", "fit_transform", "fit_resample"])


def outcome_columns(sources: Iterable[Source]) -> frozenset[str]:
    """Columns that are called y, or given to a fit as the outcome, in the form of `vocabulary.plain_name`."""
    found: set[str] = set()
    sources = list(sources)
    constants = _constants(sources)
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                found.update(_assigned(node.targets[0], node.value, constants))
            elif isinstance(node, ast.Call):
                found.update(name for part in _given(node) for name in _column_in(part, constants))
    return frozenset(found)


def _constants(sources: Iterable[Source]) -> dict[str, str]:
    """``LABEL = "pcr"``: names that stand for one text in all files."""
    found: dict[str, set[str]] = {}
    for node in (own for source in sources for own in ast.walk(source.tree) if isinstance(own, ast.Assign)):
        for own, value in (pair for target in node.targets for pair in _pairs(target, node.value)):
            if isinstance(own, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                found.setdefault(own.id, set()).add(value.value)
    return {name: texts.pop() for name, texts in found.items() if len(texts) == 1}


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """``a, b = 1, 2``: each name with what it is given."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=False))
    return [(target, value)]


def _assigned(target: ast.expr, value: ast.expr, constants: Mapping[str, str]) -> Iterator[str]:
    for own, part in _pairs(target, value):
        if isinstance(own, ast.Name) and own.id in NAMES:
            yield from _column_in(part, constants)


def _given(node: ast.Call) -> Iterator[ast.expr]:
    """Arguments that stand where the outcome stands."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in SECOND and len(node.args) > 1:
        yield node.args[1]
    if name in CROSS_VALIDATED and len(node.args) > 2:
        yield node.args[2]
    for own in node.keywords:
        if own.arg in ("y", "stratify", "y_true"):
            yield own.value


def _column_in(node: ast.expr, constants: Mapping[str, str]) -> set[str]:
    """The column that an expression such as ``df["outcome"].values.astype(int)`` takes."""
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            node = node.value
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "pop" and node.args:
            return _named(node.args[0], constants)
        else:
            node = node.func
    return _named(node.slice, constants) if isinstance(node, ast.Subscript) else set()


def _named(node: ast.expr, constants: Mapping[str, str]) -> set[str]:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    if name in constants:
        return {plain_name(constants[name])}
    return {plain_name(node.value)} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()
