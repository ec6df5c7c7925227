"""What can be told from single calls and texts: seeds, paths, files that run code when they are opened."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from radaudit.codebase.source import Place, Source
from radaudit.codebase.vocabulary import RANDOM_MODELS, STEPS

ABSOLUTE = re.compile(
    r"^(?:[A-Za-z]:[\\/](?![\\/])\S|\\\\[\w.-]+\\|~/\w|/(?:home|Users|mnt|media|data\d*|scratch|root|Volumes|srv|opt|"
    r"work|project\w*|nfs|storage|content|kaggle|share|gpfs|lustre|export)/\S)"
)
SEEDED = frozenset(["random_state", "seed", "random_seed", "rng"])
GLOBAL_SEEDS = frozenset(["seed", "manual_seed", "set_seed", "seed_everything", "set_random_seed", "set_determinism"])
SPLITS = frozenset(["train_test_split", "ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit"])
REPEATED = frozenset(["RepeatedKFold", "RepeatedStratifiedKFold"])
FOLDS = frozenset(["KFold", "StratifiedKFold", "StratifiedGroupKFold"])
UNSAFE_MODULES = frozenset(["pickle", "joblib", "dill", "cloudpickle", "cPickle", "_pickle"])


@dataclass(frozen=True)
class Remark:
    """Something that a single line shows.

    Attributes
    ----------
    kind
        "no-seed", "absolute-path", "unsafe-load" or "out-of-order".
    what
        The call or the text, shortened; of a path only its first part, since the rest may name a person.
    """

    kind: str
    place: Place
    what: str


def remarks(source: Source) -> Iterator[Remark]:
    """Everything of the kind in one file."""
    nodes = list(ast.walk(source.tree))
    aliases = _aliases(nodes)
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    names = {_name(node) for node in calls}
    for node in calls:
        name, place = _name(node), Place(source.path, node.lineno)
        if _random(node, name) and not names & GLOBAL_SEEDS:
            yield Remark("no-seed", place, name)
        if _runs_code(node, name, aliases):
            yield Remark("unsafe-load", place, ast.unparse(node.func)[:60])
    prose = _prose(nodes)
    if source.out_of_order:
        counts = ", ".join("-" if count is None else str(count) for count in source.counts[:40])
        yield Remark("out-of-order", Place(source.path, 1), counts)
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            found = ABSOLUTE.match(node.value)
            if found and "\n" not in node.value and len(node.value) < 400:
                yield Remark("absolute-path", Place(source.path, node.lineno), found[0][:12])


def _name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _aliases(nodes: list[ast.AST]) -> dict[str, str]:
    """Local names of imported modules and functions."""
    found = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update({alias.asname or alias.name: alias.name for alias in node.names})
        elif isinstance(node, ast.ImportFrom):
            found.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
    return found


def _prose(nodes: list[ast.AST]) -> set[int]:
    """Docstrings and other texts that stand alone."""
    return {id(node.value) for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}


def _random(node: ast.Call, name: str) -> bool:
    given = {own.arg for own in node.keywords}
    if given & SEEDED or None in given:
        return False
    constants = {own.arg: own.value.value for own in node.keywords if isinstance(own.value, ast.Constant)}
    if name in SPLITS:
        return constants.get("shuffle", True) is not False
    if name in FOLDS:
        return constants.get("shuffle") is True
    if name in REPEATED or STEPS.get(name) == "oversampling":
        return True
    if name == "default_rng":
        return not node.args and not node.keywords
    return name.startswith(RANDOM_MODELS)


def _runs_code(node: ast.Call, name: str, aliases: dict[str, str]) -> bool:
    root = node.func
    while isinstance(root, ast.Attribute):
        root = root.value
    dotted = ast.unparse(node.func)
    origin = aliases.get(getattr(root, "id", ""), "")
    full = origin if isinstance(node.func, ast.Name) else f"{origin}.{dotted.partition('.')[2]}"
    options = {own.arg: own.value.value for own in node.keywords if isinstance(own.value, ast.Constant)}
    module = full.partition(".")[0]
    if module == "torch" and name == "load" and full == "torch.load":
        return options.get("weights_only") is not True
    if module == "numpy" and name == "load":
        return options.get("allow_pickle") is True
    if module == "yaml" and name in ("load", "unsafe_load", "full_load"):
        return "Safe" not in ast.unparse(node)
    if name == "read_pickle":
        return module == "pandas"
    return (module in UNSAFE_MODULES or full.startswith("sklearn.externals.joblib")) and name in (
        "load",
        "loads",
        "Unpickler",
    )
