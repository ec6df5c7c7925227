"""Which columns hold the outcome, told by how the code uses them; by syntax alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from radaudit.codebase.source import Source
from radaudit.codebase.vocabulary import CROSS_VALIDATED, plain_name

NAMES = frozenset(["y", "Y", "label", "labels", "target", "targets", "outcome"])
SECOND = frozenset(["fit", "fit_transform", "fit_resample"])


def outcome_columns(sources: Iterable[Source]) -> frozenset[str]:
    """Columns that are called y, or given to a fit as the outcome, in the form of `vocabulary.plain_name`."""
    found: set[str] = set()
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Assign) and len(node.targets) == 1:
                found.update(_assigned(node.targets[0], node.value))
            elif isinstance(node, ast.Call):
                found.update(name for part in _given(node) for name in _column_in(part))
    return frozenset(found)


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[str]:
    pairs = [(target, value)]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(target.elts, value.elts, strict=False))
    for own, part in pairs:
        if isinstance(own, ast.Name) and own.id in NAMES:
            yield from _column_in(part)


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


def _column_in(node: ast.expr) -> set[str]:
    """The column that an expression such as ``df["outcome"].values.astype(int)`` takes."""
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            node = node.value
        elif isinstance(node.func, ast.Attribute) and node.func.attr == "pop" and node.args:
            return _named(node.args[0])
        else:
            node = node.func
    return _named(node.slice) if isinstance(node, ast.Subscript) else set()


def _named(node: ast.expr) -> set[str]:
    return {plain_name(node.value)} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()
