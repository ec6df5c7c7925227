"""Which columns hold the outcome, told by how the code uses them; by syntax alone."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from radaudit.codebase.source import Source
from radaudit.codebase.vocabulary import CROSS_VALIDATED, CURVES, METRICS, plain_name, words

NAMES = frozenset(["y", "Y", "label", "labels", "target", "targets", "outcome"])
SECOND = frozenset(["fit", "fit_transform", "fit_resample"])
NO_COLUMN = words("values T str dt cat iloc loc at iat index columns shape data target labels array size")
MOST_TURNS = 5  # assignments from name to name that are followed

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def outcome_columns(sources: Iterable[Source]) -> frozenset[str]:
    """Columns that are called y, or given to a fit as the outcome, in the form of `vocabulary.plain_name`."""
    sources = list(sources)
    constants = _constants(sources)
    found: set[str] = set()
    for source in sources:
        found |= _used(source.tree.body, constants, NAMES)
        for body in _scopes(source.tree):
            found |= _used(body, constants)
    return frozenset(found)


def _scopes(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """The statements of each function, and those of the file itself: names are theirs alone."""
    yield [own for own in tree.body if not isinstance(own, (*FUNCTIONS, ast.ClassDef))]
    yield from (own.body for own in ast.walk(tree) if isinstance(own, FUNCTIONS))


def _used(body: list[ast.stmt], constants: Mapping[str, str], names: frozenset[str] | None = None) -> set[str]:
    """Columns that statements use as the outcome, under these names or under those that are given to a fit."""
    nodes = [node for own in body for node in ast.walk(own)]
    assigned = [
        pair
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        for pair in _pairs(target, node.value)
    ]
    given = [part for node in nodes if isinstance(node, ast.Call) for part in _given(node)]
    found = {name for part in given for name in _column_in(part, constants)}
    known = NAMES | _outcomes_of(assigned, given) if names is None else names
    for own, part in assigned:
        if isinstance(own, ast.Name) and own.id in known:
            found |= _column_in(part, constants)
    return found


def _outcomes_of(assigned: list[tuple[ast.expr, ast.expr]], given: list[ast.expr]) -> set[str]:
    """Names that are used as the outcome, and those that they are made of."""
    names = {name for part in given if (name := _root(part))}
    for _ in range(MOST_TURNS):
        more = {
            name for own, part in assigned if isinstance(own, ast.Name) and own.id in names and (name := _root(part))
        }
        if more <= names:
            break
        names |= more
    return names


def _root(node: ast.expr) -> str:
    """The name of the values that ``labels[train].astype(int)`` takes; empty where a column is taken or made."""
    while not isinstance(node, ast.Name):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args:
            node = node.func.value
        elif isinstance(node, ast.Call) and node.args and not isinstance(node.func, ast.Attribute):
            return ""
        elif isinstance(node, ast.Attribute) and node.attr in NO_COLUMN:
            node = node.value
        elif isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Constant | ast.Tuple):
            node = node.value
        else:
            return ""
    return node.id


def _constants(sources: Iterable[Source]) -> dict[str, str]:
    """``LABEL = "pcr"``, ``label: str = "pcr"``: names that stand for one text in all files."""
    found: dict[str, set[str]] = {}
    for source in sources:
        for node in ast.walk(source.tree):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if _annotated(node) else []
            for own, value in (pair for target in targets for pair in _pairs(target, node.value)):
                if isinstance(own, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                    found.setdefault(own.id, set()).add(value.value)
    return {name: texts.pop() for name, texts in found.items() if len(texts) == 1}


def _annotated(node: ast.AST) -> bool:
    return isinstance(node, ast.AnnAssign) and node.value is not None


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """``a, b = 1, 2``: each name with what it is given; of a split, the sides with the table they are of."""
    if not isinstance(target, ast.Tuple):
        return [(target, value)]
    if isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=False))
    if isinstance(value, ast.Call) and "train_test_split" in ast.unparse(value.func):
        return list(zip(target.elts, (part for own in value.args for part in (own, own)), strict=False))
    return [(target, value)]


def _given(node: ast.Call) -> Iterator[ast.expr]:
    """Arguments that stand where the outcome stands."""
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name in SECOND and len(node.args) > 1:
        yield node.args[1]
    if name in CROSS_VALIDATED and len(node.args) > 2:
        yield node.args[2]
    if (name in METRICS or name in CURVES) and len(node.args) > 1 and name.endswith(("score", "_curve", "_loss")):
        yield node.args[0]
    for own in node.keywords:
        if own.arg in ("y", "stratify", "y_true"):
            yield own.value


def _column_in(node: ast.expr, constants: Mapping[str, str]) -> set[str]:
    """The column that an expression such as ``df["outcome"].values.astype(int)`` or ``train.outcome`` takes."""
    while isinstance(node, ast.Attribute | ast.Call):
        if isinstance(node, ast.Attribute):
            if node.attr not in NO_COLUMN and isinstance(node.value, ast.Name | ast.Subscript) and not _own(node.value):
                return {plain_name(node.attr)}
            node = node.value
        elif not isinstance(node.func, ast.Attribute):
            return set()
        elif node.func.attr == "pop" and node.args:
            return _named(node.args[0], constants)
        else:
            node = node.func.value
    if isinstance(node, ast.Compare):  # (table["months"] > 24)
        return _column_in(node.left, constants)
    return _named(node.slice, constants) if isinstance(node, ast.Subscript) else set()


def _own(node: ast.expr) -> bool:
    """Whether it is an object rather than a table: ``self.y`` is no column."""
    return isinstance(node, ast.Name) and node.id in ("self", "cls", "args", "cfg", "config", "opt", "np")


def _named(node: ast.expr, constants: Mapping[str, str]) -> set[str]:
    if isinstance(node, ast.Tuple) and len(node.elts) == 2:  # table.loc[rows, "outcome"]
        node = node.elts[1]
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    if name in constants:
        return {plain_name(constants[name])}
    return {plain_name(node.value)} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()
