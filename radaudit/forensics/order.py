"""What a table's arrangement tells of the outcome: the order of its rows, numbers in the ids, which cells are empty."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.statistics.association import association
from radaudit.statistics.permutation import permutation_test

PERMUTATIONS = 9_999
_NUMBER = re.compile(r"(\d+)(?!.*\d)")


@dataclass(frozen=True)
class Told:
    """One thing that may tell the outcome.

    Attributes
    ----------
    name
        "order of the rows", "runs of one outcome", "number in the id", "folder of the image file", ...
    p
        By permutation of the outcome over the rows.
    effect, measure
        The AUC, Cramér's V, or the number of runs.
    rows
        How many took part.
    """

    name: str
    p: float
    effect: float
    measure: str
    rows: int


def from_order(events: np.ndarray, seed: int = 0) -> tuple[Told, ...]:
    """Whether the order of rows tells the outcome: by a trend, and by runs that are longer than chance makes them.

    Parameters
    ----------
    events
        bool, shape (rows,), in the order of the table; both outcomes occur.

    References
    ----------
    Wald & Wolfowitz 1940, doi:10.1214/aoms/1177731909
    """
    trend = association(np.arange(len(events)).tolist(), events.tolist(), True, seed)
    random = np.random.default_rng(seed)
    drawn = random.permuted(np.tile(events, (PERMUTATIONS, 1)), axis=1)
    runs = int((events[1:] != events[:-1]).sum()) + 1
    p = permutation_test(runs, (drawn[:, 1:] != drawn[:, :-1]).sum(axis=1) + 1, higher_is_better=False).p
    return (
        Told("order of the rows", trend.p, trend.effect, "AUC", len(events)),
        Told("runs of one outcome", p, float(runs), "runs", len(events)),
    )


def from_ids(ids: Sequence[str], events: np.ndarray, seed: int = 0) -> tuple[Told, ...]:
    """Whether ids tell the outcome: by their last number, by what stands before it, by their length.

    Parameters
    ----------
    ids
        One a row.
    events
        bool, shape (rows,).
    """
    found = [_NUMBER.search(own) for own in ids]
    numbers = [int(own[1][:15]) if own else None for own in found]
    starts = [text[: own.start()] if own else text for text, own in zip(ids, found, strict=True)]
    lengths = [len(own) for own in ids]
    made = []
    known = [row for row, number in enumerate(numbers) if number is not None]
    if len(known) == len(ids):
        made.append(_told("number in the id", numbers, events, True, seed))
    if 1 < len(set(starts)) <= len(ids) / 4:
        made.append(_told("beginning of the id", starts, events, False, seed))
    made.append(_told("length of the id", lengths, events, True, seed))
    return tuple(own for own in made if own)


def from_files(paths: Sequence[str], events: np.ndarray, seed: int = 0) -> tuple[Told, ...]:
    """Whether the names of image files tell the outcome: their folder, number, length and ending.

    Sizes of files are left out: a compressed image is the larger the coarser its texture, and that is what is studied.

    Parameters
    ----------
    paths
        One a row, parts separated by "/".
    events
        bool, shape (rows,).
    """
    parts = [own.rpartition("/") for own in paths]
    stems = [own[2].partition(".") for own in parts]
    numbers = [_NUMBER.search(own[0]) for own in stems]
    made = []
    for name, texts in (("folder", [own[0] for own in parts]), ("ending", [own[2] for own in stems])):
        if 1 < len(set(texts)) <= len(paths) / 4:
            made.append(_told(f"{name} of the image file", texts, events, False, seed))
    if all(numbers):
        made.append(_told("number in the file's name", [int(own[1][:15]) for own in numbers], events, True, seed))
    made.append(_told("length of the file's name", [len(own[0]) for own in stems], events, True, seed))
    return tuple(own for own in made if own)


def from_missing(known: np.ndarray, names: Sequence[str], events: np.ndarray, seed: int = 0) -> tuple[Told, ...]:
    """Whether empty cells tell the outcome: their number in each row, and each pattern of columns by itself.

    Parameters
    ----------
    known
        bool, shape (rows, columns).
    names
        Of the columns.
    """
    made = [_told("number of empty cells", (~known).sum(axis=1).tolist(), events, True, seed)]
    seen: dict[bytes, str] = {}
    for column, name in enumerate(names):
        seen.setdefault(known[:, column].tobytes(), name)
    partly = {key: name for key, name in seen.items() if 2 <= np.frombuffer(key, dtype=bool).sum() <= len(known) - 2}
    if len(partly) > 1:
        made += [
            _told(f"empty cells of {name}", np.frombuffer(key, dtype=bool).tolist(), events, False, seed)
            for key, name in list(partly.items())[:20]
        ]
    return tuple(own for own in made if own)


def _told(name: str, values: Sequence[object], events: np.ndarray, numeric: bool, seed: int) -> Told | None:
    if len(set(values)) < 2 or events.all() or not events.any():
        return None
    found = association(values, events.tolist(), numeric, seed)
    return Told(name, found.p, found.effect, found.measure, len(events))
