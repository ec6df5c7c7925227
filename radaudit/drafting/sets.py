"""How cases were divided: a column, a file of its own, or folds."""

from __future__ import annotations

from collections.abc import Iterator

from radaudit.drafting.guess import Guess
from radaudit.drafting.seen import Seen, Sheet
from radaudit.drafting.vocabulary import SETS, SPLIT, first_named, plain, set_of

_SPLIT = ("cohort", "split")
MOST_VALUES = 12


def find(seen: Seen) -> Iterator[Guess]:
    """The split, from the cohort table or from a table that names most cases."""
    if seen.people is None:
        return
    places = [(seen.people, 0.92), *((sheet, 0.88) for sheet in seen.of("split"))]
    for sheet, sureness in places:
        column = split_column(sheet)
        if column is None:
            continue
        joined = seen.joining(sheet) if sheet is not seen.people else None
        if sheet is not seen.people and joined is None:
            continue
        meaning, sureness = _meaning(sheet.distinct(column), sureness, plain(column) == "istest")
        reason = f"{column!r} of {sheet.path} holds {_counts(sheet, column)}"
        yield Guess((*_SPLIT, "column"), column, sureness, reason)
        if joined:
            yield Guess((*_SPLIT, "file"), sheet.path, sureness, f"it names {joined[1]:.0%} of the cases")
            yield Guess((*_SPLIT, "case"), joined[0], sureness, f"{joined[0]!r} holds ids of the cohort")
        for name, values in meaning.items():
            told = _told(name, values)
            yield Guess((*_SPLIT, name), values, sureness, told)
        return


def split_column(sheet: Sheet) -> str | None:
    """The column whose values are words for sets."""
    named = [name for name in sheet.others if plain(name) in SPLIT or "split" in plain(name)]
    for column in [*first_named(named, SPLIT), *named]:
        values = sheet.distinct(column)
        if 1 <= len(values) <= MOST_VALUES and "train" in _meaning(values, 1.0)[0]:
            return column
        if plain(column) in ("train", "istrain", "istest") and set(values) <= _YES | _NO and len(values) == 2:
            return column
    return None


_YES, _NO = frozenset({"1", "True", "true", "TRUE", "yes"}), frozenset({"0", "False", "false", "FALSE", "no"})


def _meaning(values: list[str], sureness: float, reversed_: bool = False) -> tuple[dict[str, list[str]], float]:
    """Which values stand for which set.

    Where nothing but "validation" stands beside the training set, it is what papers call the set on which they test;
    so it is taken for the test set, with less sureness. Of yes and no, yes is the training set, unless `reversed_`.
    """
    found: dict[str, list[str]] = {}
    for value in sorted(values):
        name = set_of(value)
        if name is not None:
            found.setdefault(name, []).append(value)
    if set(found) == {"train", "validation"}:
        return {"train": found["train"], "test": found["validation"]}, min(sureness, 0.65)
    if set(values) <= _YES | _NO and len(values) == 2:
        yes, no = sorted(_YES & set(values)), sorted(_NO & set(values))
        return {"train": no if reversed_ else yes, "test": yes if reversed_ else no}, min(sureness, 0.8)
    return {name: found[name] for name in SETS if name in found}, sureness


def _told(name: str, values: list[str]) -> str:
    if name == "test" and any(set_of(value) == "validation" for value in values):
        return "called validation, but no other set is left to test on; if models were chosen by it, it is 'validation'"
    return f"a word for the {name} set: {', '.join(values)}"


def _counts(sheet: Sheet, column: str) -> str:
    return ", ".join(f"{value}: {sheet.values(column).count(value)}" for value in sorted(sheet.distinct(column)))


def is_folds(sheet: Sheet, column: str) -> bool:
    """Whether a column numbers folds."""
    values = sheet.distinct(column)
    return plain(column) in ("fold", "cvfold", "foldid", "kfold") and 2 <= len(values) <= 20 and sheet.numeric(column)
