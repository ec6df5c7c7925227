"""Makes sure that a draft can be loaded: a key that can't stay becomes a comment, with what is against it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from radaudit.core.errors import NotApplicable, Problem, Unavailable, UsageError
from radaudit.drafting.guess import Guess, Key
from radaudit.evidence.cohort import Cohort, cohort, split
from radaudit.evidence.predictions import read_predictions
from radaudit.evidence.reported import reported
from radaudit.evidence.target import target
from radaudit.study.load import Study, load_study

MOST_ROUNDS = 40
_REQUIRED = {("study", "title"), ("study", "task"), ("cohort", "table")}

Written = Callable[[tuple[Guess, ...]], tuple[str, dict[int, Key]]]


def mended(root: Path, guesses: tuple[Guess, ...], write: Written) -> tuple[tuple[Guess, ...], tuple[str, ...]]:
    """The guesses that can stand together, and what still is against them.

    Parameters
    ----------
    root
        The study's folder; tables that the manifest names must be there already.
    write
        Gives the text of a manifest, and the key that each line sets.
    """
    for _ in range(MOST_ROUNDS):
        text, lines = write(guesses)
        against = _against(root, text, lines)
        at_fault = {key: said for key, said in against if key is not None and key not in _REQUIRED}
        if not at_fault:
            return guesses, tuple(said for _, said in against)
        guesses = tuple(_held(own, at_fault) for own in guesses)
    return guesses, ()


def _held(own: Guess, at_fault: dict[Key, str]) -> Guess:
    said = next((said for key, said in at_fault.items() if own.key[: len(key)] == key), None)
    return own if said is None or not own.live else replace(own, held=True, reason=f"{own.reason}; not set: {said}")


def _against(root: Path, text: str, lines: dict[int, Key]) -> list[tuple[Key | None, str]]:
    """Every problem, with the key that is to blame."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=root, prefix=".radaudit-", suffix=".yaml") as draft:
        draft.write(text)
        draft.flush()
        try:
            study = load_study(Path(draft.name))
        except UsageError as fault:
            return [(_blamed(problem, lines), problem.message) for problem in fault.problems]
        return list(_when_read(study))


def _blamed(problem: Problem, lines: dict[int, Key]) -> Key | None:
    """The key that is set in the line of a problem, or in the next one that sets any."""
    if problem.line is None:
        return None
    after = [line for line in sorted(lines) if line >= problem.line]
    return lines[after[0]] if after else None


def _when_read(study: Study) -> Iterator[tuple[Key, str]]:
    """What the tables say against their keys, once they are read as an audit reads them."""
    found: list[Cohort] = []
    yield from _tried(
        ("cohort", "case" if study.manifest.cohort.case else "patient"), lambda: found.append(cohort(study))
    )
    if not found:
        return
    people, manifest = found[0], study.manifest
    divided: list = [None]
    yield from _tried(("cohort", "split"), lambda: divided.append(split(study, people)))
    ends: list = []
    own = ("cohort", "positive" if manifest.cohort.positive else "outcome")
    yield from _tried(own, lambda: ends.append(target(study, people)))
    yield from _tried(("features", "table"), lambda: reported(study, people))
    for number, model in enumerate(manifest.models):
        if model.predictions and ends:

            def read(model=model) -> object:
                return read_predictions(model.name, study.table(model.predictions), study, people, ends[0], divided[-1])

            yield from _tried(("models", number, "predictions"), read)


def _tried(key: Key, read: Callable[[], object]) -> Iterator[tuple[Key, str]]:
    try:
        read()
    except UsageError as fault:
        yield key, str(fault.problems[0])
    except (Unavailable, NotApplicable):
        return
