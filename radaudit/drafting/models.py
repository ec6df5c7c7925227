"""Models: their predictions, the code that builds them, their fitted files."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from radaudit.drafting.folder import stem
from radaudit.drafting.guess import Guess
from radaudit.drafting.outcome import endpoints
from radaudit.drafting.seen import Seen, Sheet
from radaudit.drafting.sets import is_folds
from radaudit.drafting.vocabulary import plain, words

# As `evidence.predictions` reads them.
READ = {
    "binary": ("probability", "prob", "risk", "score", "class", "label"),
    "survival": ("risk", "score"),
    "regression": ("value", "prediction", "predicted"),
    "multiclass": ("class", "label"),
}
_CASES = ("case", "caseid", "id", "patient", "patientid")
_BUILDERS = ("build", "build_model", "make_model", "create_model", "get_model", "build_pipeline", "make_pipeline",
             "create_pipeline", "get_pipeline", "build_estimator", "make_estimator")  # fmt: skip
_SAFE, _UNTRUSTED = (".skops", ".onnx"), (".pkl", ".joblib", ".pickle")
_MODEL_WORDS = frozenset({"model", "models", "estimator", "classifier", "clf", "pipeline", "final", "best", "exported"})
_GENERIC = frozenset(
    {"predictions", "prediction", "pred", "preds", "oof", "test", "results", "out", "of", "fold", "all"}
)
MOST_CODE = 300


def find(seen: Seen) -> Iterator[Guess]:
    """One entry a table of predictions; or one for the code that builds a model, or for a fitted file."""
    tables = [sheet for sheet in seen.of("predictions") if seen.within(sheet) or seen.joining(sheet)][:5]
    built, fitted = builders(seen), _artefacts(seen)
    if not (tables or built or fitted):
        return
    task = (
        max((own for own in endpoints(seen.people)), key=lambda own: own.sureness, default=None)
        if seen.people
        else None
    )
    for number, sheet in enumerate(tables or [None]):
        key = ("models", number)
        yield Guess((*key, "name"), _name(sheet, number), 0.7, f"after {sheet.path}" if sheet else "any name will do")
        if sheet is not None:
            yield _predictions(seen, sheet, key, task.task if task else "binary")
        if len(tables) <= 1:
            yield from built_from(built, key)
            yield from (Guess((*key, "artefact"), name, sure, why) for name, sure, why in fitted[:1])
            yield from _folds(seen, key)


def _name(sheet: Sheet | None, number: int) -> str:
    own = [] if sheet is None else [word for word in stem(sheet.path).replace("-", "_").split("_") if word]
    named = [word for word in own if word.lower() not in _GENERIC]
    return "_".join(named) or ("signature" if number == 0 else f"model{number + 1}")


def _predictions(seen: Seen, sheet: Sheet, key: tuple, task: str) -> Guess:
    joined = seen.within(sheet) or seen.joining(sheet)
    about = f"{sheet.path} names {joined[1]:.0%} of the cases in {joined[0]!r}"
    where = (*key, "predictions")
    score = next((name for name in sheet.others if name.casefold() in READ[task]), None)
    if plain(joined[0]) not in _CASES and joined[0] != seen.ids.key:
        return Guess(where, sheet.path, 0.85, f"{about}; call that column 'case' so that it can be read", held=True)
    if score is None:
        wanted = f"call the column of scores {READ[task][0]!r} so that it can be read"
        return Guess(
            where, sheet.path, 0.85, f"{about}; {wanted} (its columns: {', '.join(sheet.others[:8])})", held=True
        )
    return Guess(where, sheet.path, 0.9, f"{about}, scores in {score!r}")


def builders(seen: Seen) -> list[tuple[str, int]]:
    """Functions that need no argument and are called as if they built a model, with their line; nothing is run."""
    found = []
    for path in seen.folder.ending_in(".py")[:MOST_CODE]:
        try:
            tree = ast.parse(seen.folder.text(path))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name in _BUILDERS and not _needed(node):
                found.append((f"{path}:{node.name}", node.lineno))
    return sorted(found, key=lambda own: not words(own[0]) & {"model", "models", "pipeline"})


def _needed(function: ast.FunctionDef) -> bool:
    """Whether it can't be called without arguments."""
    given = function.args
    positional = len(given.posonlyargs) + len(given.args)
    return positional > len(given.defaults) or any(own is None for own in given.kw_defaults)


def built_from(built: list[tuple[str, int]], key: tuple) -> Iterator[Guess]:
    for rank, (name, line) in enumerate(built[:3]):
        path, _, function = name.partition(":")
        sureness = (0.8 if len(built) == 1 else 0.65) - 0.05 * rank
        yield Guess((*key, "estimator"), name, sureness, f"{path}:{line} defines {function}() without arguments")


def _artefacts(seen: Seen) -> list[tuple[str, float, str]]:
    safe = [(name, 0.85, f"{name} is a fitted model that holds no code") for name in seen.folder.ending_in(*_SAFE)]
    risky = [
        (
            name,
            0.65,
            f"{name} is called like a model; untrusted: a pickle may run code, so it is opened only with --trust",
        )
        for name in seen.folder.ending_in(*_UNTRUSTED)
        if words(stem(name)) & _MODEL_WORDS
    ]
    return [*safe, *risky]


def _folds(seen: Seen, key: tuple) -> Iterator[Guess]:
    sheet = seen.people
    for column in (name for name in (sheet.others if sheet else ()) if is_folds(sheet, name)):
        yield Guess((*key, "cv", "column"), column, 0.8, f"{column!r} numbers {len(sheet.distinct(column))} folds")
        return


def names_of(guesses: Mapping[tuple, Guess]) -> list[str]:
    """Names of the drafted models."""
    return [str(own.value) for key, own in guesses.items() if key[0] == "models" and key[-1] == "name" and own.live]
