"""From what was recorded to what conflicts: a step that saw rows which are evaluated later."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from radaudit.models.ledger.book import BITS
from radaudit.models.ledger.entries import Choice, Evaluation, Ledger, Split, Step
from radaudit.models.ledger.fields import Line

PLAINLY = {"correlation": "filtering", "statistic": "scaling"}
USES_OF_TEST = {
    "tuning": "tuning-on-test",
    "early-stopping": "early-stopping-on-test",
    "threshold": "threshold-on-test",
}
MANY_SEEDS = 20
"""Splits beyond which the best of them is no estimate: cross-validation repeated ten times stays below."""
FOLDS = ("Fold", "LeaveOneOut", "LeavePOut", "LeaveOneGroupOut", "TimeSeriesSplit", "PredefinedSplit")


@dataclass(frozen=True)
class Conflict:
    """A recorded step and a recorded evaluation that don't go together.

    Attributes
    ----------
    kind
        As in `codebase.kinds`.
    place
        Where the step was fitted, the choice made, the rows parted.
    against
        Where the evaluated rows were set apart; None where no line does that.
    scored
        Where they were evaluated.
    what
        What was called for the step.
    rows
        Rows that the step saw and that were evaluated, sorted.
    evaluated
        How many rows were evaluated.
    sure
        Whether rows and the way between the two lines were followed without a guess.
    times
        Evaluations that it touches.
    through
        The line that called the function in which the step stands.
    """

    kind: str
    place: Line
    against: Line | None
    scored: Line
    what: str
    rows: np.ndarray = field(repr=False)
    evaluated: int
    sure: bool
    times: int = 1
    through: Line | None = None


def conflicts(
    ledger: Ledger, patients: Mapping[int, str] | None = None, tested: np.ndarray | None = None
) -> list[Conflict]:
    """Every conflict, once for each kind and line, in the order of the lines.

    Parameters
    ----------
    patients
        The patient of a row, where known.
    tested
        Rows that the study declares as those of a test set, sorted.
    """
    judge = _Judge(ledger, patients or {}, tested)
    found: dict[tuple, list[Conflict]] = defaultdict(list)
    for own in (*judge.steps(), *judge.choices(), *judge.searches(), *judge.patients_parted()):
        found[own.kind, own.place, own.through].append(own)
    picked = {place for kind, place, _ in found if kind in ("seed-picking", "search-score-reported")}
    kept = (each for (kind, place, _), each in found.items() if kind != "tuning-on-test" or place not in picked)
    return sorted(map(_joined, kept), key=lambda own: (own.place, own.kind))


def _joined(found: list[Conflict]) -> Conflict:
    first = max(found, key=lambda own: own.sure)
    rows = np.unique(np.concatenate([own.rows for own in found]))
    return replace(first, rows=rows, times=len(found))


def held_out(ledger: Ledger, tested: np.ndarray | None = None) -> list[Evaluation]:
    """Evaluations of rows that the models behind them were not trained on."""
    judge = _Judge(ledger, {}, tested)
    return [own for own in ledger.evaluations if len(judge.held(own))]


def _share(one: np.ndarray, other: np.ndarray) -> bool:
    return len(np.intersect1d(one, other, assume_unique=True)) > 0


class _Judge:
    def __init__(self, ledger: Ledger, patients: Mapping[int, str], tested: np.ndarray | None) -> None:
        self.ledger, self.patients = ledger, patients
        self.tested = np.empty(0, dtype=np.int64) if tested is None else tested
        self._trained: dict[tuple[int, ...], np.ndarray] = {}
        self._held: dict[int, np.ndarray] = {}

    @cached_property
    def tests(self) -> dict[int, Split]:
        """The split that set a set of rows apart."""
        return {split.test: split for split in reversed(self.ledger.splits)}

    @cached_property
    def honest(self) -> dict[int, list[np.ndarray]]:
        """For each step the rows held out from training that it reaches."""
        found: dict[int, dict[bytes, np.ndarray]] = defaultdict(dict)
        for own in self.ledger.evaluations:
            held = self.held(own)
            for number in own.marks if len(held) else ():
                found[number][held.tobytes()] = held
        return {number: list(each.values()) for number, each in found.items()}

    def rows(self, own: Step | Evaluation) -> np.ndarray:
        return self.ledger.sets[own.rows]

    def fits(self, own: Evaluation) -> list[int]:
        return [] if own.folds else [number for number in own.marks if self.ledger.steps[number].kind == "fit"]

    def trained(self, own: Evaluation) -> np.ndarray:
        """Rows that the models behind it were fitted on."""
        sets = tuple(sorted({self.ledger.steps[number].rows for number in self.fits(own)}))
        if sets not in self._trained:
            parts = [self.ledger.sets[number] for number in sets]
            self._trained[sets] = np.unique(np.concatenate(parts)) if parts else np.empty(0, dtype=np.int64)
        return self._trained[sets]

    def held(self, own: Evaluation) -> np.ndarray:
        """Evaluated rows that no model behind it was fitted on; none where nothing says that they are held out."""
        if own.order not in self._held:
            rows = self.rows(own)
            if not own.folds and self.fits(own):
                rows = np.setdiff1d(rows, self.trained(own), assume_unique=True)
            elif not own.folds and own.rows not in self.tests:
                rows = np.intersect1d(rows, self.tested, assume_unique=True)
            self._held[own.order] = rows
        return self._held[own.order]

    # Steps that saw what is evaluated

    def steps(self) -> Iterator[Conflict]:
        for own in self.ledger.evaluations:
            yield from self._trained_on_test(own)
            held = self.held(own)
            if not len(held):
                continue
            for number, sure in own.marks.items():
                step = self.ledger.steps[number]
                kind = self._kind(step, own)
                seen = np.intersect1d(self.rows(step), held, assume_unique=True) if kind else held[:0]
                if len(seen) and not self._tested_elsewhere(number):
                    yield self._conflict(kind, step, own, seen, sure)

    def _conflict(self, kind: str, step: Step, own: Evaluation, seen: np.ndarray, sure: bool) -> Conflict:
        parted = self.tests.get(own.rows)
        certain = sure and step.exact and own.exact
        against = parted.place if parted else None
        size = len(self.rows(own))
        return Conflict(kind, step.place, against, own.place, step.what, seen, size, certain, through=step.through)

    def _kind(self, step: Step, own: Evaluation) -> str:
        if step.kind in USES_OF_TEST:
            return USES_OF_TEST[step.kind]
        if step.kind in ("fit", "score"):
            return ""
        trained = self.trained(own)
        if len(trained) and step.kind != "oversampling" and not _share(self.rows(step), trained):
            return "refit-on-test"
        return PLAINLY.get(step.kind, step.kind)

    def _tested_elsewhere(self, number: int) -> bool:
        """Whether what the step made is evaluated, too, on rows of the same table that it didn't see."""
        seen = self.ledger.sets[self.ledger.steps[number].rows]
        tables = set(np.unique(seen >> BITS).tolist())
        return any(
            tables & set(np.unique(held >> BITS).tolist()) and not _share(seen, held)
            for held in self.honest.get(number, [])
        )

    def _trained_on_test(self, own: Evaluation) -> Iterator[Conflict]:
        parted = self.tests.get(own.rows)
        if parted is None or own.folds:
            return
        rows = self.rows(own)
        both = np.union1d(rows, self.ledger.sets[parted.train])
        for number in self.fits(own):
            step = self.ledger.steps[number]
            whole = len(np.intersect1d(self.rows(step), both, assume_unique=True)) == len(both)
            if whole and not self._tested_elsewhere(number):
                yield self._conflict("trained-on-test", step, own, rows, own.marks[number])

    # The best of several

    def choices(self) -> Iterator[Conflict]:
        by_score = {own.score: own for own in self.ledger.evaluations if own.score >= 0}
        lowest = {own.scores for own in self.ledger.choices if own.lowest}
        highest = {own.scores for own in self.ledger.choices if not own.lowest}
        joined: dict[Line, list[Choice]] = defaultdict(list)
        for own in self.ledger.choices:
            if own.scores not in lowest & highest:  # both ends are told: a range
                joined[own.place].append(own)
        for place, each in joined.items():
            numbers = sorted({number for own in each for number in own.scores})
            scored = [by_score[number] for number in numbers if number in by_score]
            scored = [own for own in scored if len(self.held(own))]
            kind = self._choice_kind(scored)
            if kind and not self._checked_later(scored, each[-1].order):
                rows = np.unique(np.concatenate([self.rows(own) for own in scored]))
                yield Conflict(kind, place, None, scored[0].place, f"best of {len(scored)}", rows, len(rows), False)

    def _choice_kind(self, scored: list[Evaluation]) -> str:
        if not scored:
            return ""
        sets = Counter(own.rows for own in scored)
        drawn = [number for number in sets if not self._is_fold(number)]
        if len(drawn) > MANY_SEEDS and max(sets.values()) * MANY_SEEDS < sum(sets.values()):
            return "seed-picking"
        if max(sets.values()) < 2:
            return ""
        folds = all(own.folds or self._is_fold(own.rows) for own in scored)
        return "search-score-reported" if folds else "tuning-on-test"

    def _is_fold(self, number: int) -> bool:
        split = self.tests.get(number)
        return split is not None and any(word in split.what for word in FOLDS)

    def _checked_later(self, scored: list[Evaluation], order: int) -> bool:
        """Whether rows that took no part in the choice are evaluated after it."""
        used = np.unique(np.concatenate([self.rows(own) for own in scored]))
        first = min(own.order for own in scored)
        return any(
            own.order > first and len(held := self.held(own)) and not _share(held, used)
            for own in self.ledger.evaluations
        )

    def searches(self) -> Iterator[Conflict]:
        """The best score of a search where nothing else is evaluated."""
        if any(len(self.held(own)) for own in self.ledger.evaluations):
            return
        for own in self.ledger.searches:
            step = self.ledger.steps[own.step]
            rows = self.rows(step)
            yield Conflict("search-score-reported", step.place, None, own.place, step.what, rows, len(rows), False)

    # Patients on both sides

    def _of(self, rows: np.ndarray) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for row in rows.tolist():
            if row in self.patients:
                found[self.patients[row]].append(row)
        return found

    def patients_parted(self) -> Iterator[Conflict]:
        if len(set(self.patients.values())) == len(self.patients):
            return
        done: set[tuple[int, int]] = set()
        folds = {own.place: own for own in self.ledger.evaluations if own.folds}
        scored = {own.rows: own for own in self.ledger.evaluations if not own.folds}
        for split in self.ledger.splits:
            own = folds.get(split.place) or scored.get(split.test)
            if own is None or (split.train, split.test) in done:
                continue
            done.add((split.train, split.test))
            train, test = self._of(self.ledger.sets[split.train]), self._of(self.ledger.sets[split.test])
            both = np.array(sorted(row for name in train.keys() & test.keys() for row in test[name]), dtype=np.int64)
            if len(both):
                size = len(self.ledger.sets[split.test])
                yield Conflict("patients-split", split.place, own.place, own.place, split.what, both, size, own.exact)
