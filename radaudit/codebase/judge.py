"""From what happened to what conflicts: a step fitted on rows that are evaluated later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from radaudit.codebase.ledger import Choice, Evaluation, Ledger
from radaudit.codebase.rows import NO_ROWS, Part, Rows, held_out, other_side, overlap, parts_of, united
from radaudit.codebase.source import Place
from radaudit.codebase.values import Mark

STEPS = frozenset(
    [
        "scaling",
        "imputation",
        "selection",
        "filtering",
        "correlation",
        "statistic",
        "decomposition",
        "harmonisation",
        "harmonisation-with-outcome",
        "oversampling",
        "encoding",
        "wrapper",
    ]
)
USES_OF_TEST = {
    "tuning": "tuning-on-test",
    "early-stopping": "early-stopping-on-test",
    "threshold": "threshold-on-test",
}
PLAINLY = {"correlation": "filtering", "statistic": "scaling", "wrapper": "selection"}
WITH_OUTCOME = frozenset(["selection", "oversampling", "harmonisation-with-outcome", "encoding"])
PARTICULAR = ("seed-picking", "search-score-reported", "threshold-on-test", "early-stopping-on-test")
NAMED_CHOICES = {"seed-picking": "seed-picking", "stopping": "early-stopping-on-test", "cut": "threshold-on-test"}
MADE = ("split", "folds", "sample")


@dataclass(frozen=True)
class Conflict:
    """Two lines that don't go together.

    Attributes
    ----------
    kind
        What kind of step it is about.
    place
        Where the step is fitted, the choice made, the rows parted.
    against
        Where the rows are parted that should have been kept away from it, or where they are evaluated.
    scored
        Where they are evaluated.
    """

    kind: str
    place: Place
    against: Place | None = None
    scored: Place | None = None


def conflicts(ledger: Ledger, patients_repeat: bool) -> list[Conflict]:
    """Every conflict, once, in the order of the files and lines."""
    found: dict[tuple, Conflict] = {}
    everything = [*_picked(ledger), *_evaluated(ledger), *_parted(ledger, patients_repeat)]
    for own in everything:
        found.setdefault((own.kind, own.place), own)
    picked = {own.place for own in found.values() if own.kind in PARTICULAR}
    chosen = {own.place for own in found.values() if own.kind == "selection"}
    less = {"tuning-on-test": picked, "filtering": chosen}
    kept = [own for own in found.values() if own.place not in less.get(own.kind, ())]
    return sorted(kept, key=lambda own: (own.place, own.kind))


def fit_rows(marks: Iterable[Mark]) -> Rows:
    """Rows that the models behind a prediction were fitted on."""
    return united(*(mark.rows for mark in marks if mark.kind == "fit"))


def is_held_out(own: Evaluation) -> bool:
    """Whether the evaluated rows are others than those of the training."""
    if own.folds:
        return True
    fits = [mark for mark in own.marks if mark.kind == "fit"]
    if fits and any(mark.rows for mark in fits):
        return any(mark.rows and not overlap(mark.rows, own.rows) for mark in fits)
    return bool(fits) or any(held_out(part) for part in parts_of(own.rows))


def _evaluated(ledger: Ledger) -> Iterator[Conflict]:
    tested = {part for own in ledger.evaluations if is_held_out(own) for part in parts_of(own.rows) if held_out(part)}
    for own in ledger.evaluations:
        yield from _trained_on_test(own)
        yield from _fitted_anew(own, ledger)
        held = is_held_out(own)
        inner = _inner(own, tested)
        for mark in own.marks:
            if not mark.rows or not overlap(mark.rows, own.rows):
                continue
            if not held and not (mark.kind == "threshold" and not fit_rows(own.marks)):
                continue
            kind = _kind(mark, own)
            if mark.kind == "threshold" and _used_elsewhere(ledger, mark):
                continue
            if kind is None or inner == "fold" or (inner and mark.kind not in WITH_OUTCOME):
                continue
            yield Conflict(kind, mark.place, _parting(own, mark.rows), own.place)


def _used_elsewhere(ledger: Ledger, cut: Mark) -> bool:
    """Whether a cut-off is applied to held-out rows that it was not taken from as well."""
    return any(cut in own.marks and is_held_out(own) and not overlap(cut.rows, own.rows) for own in ledger.evaluations)


def _kind(mark: Mark, own: Evaluation) -> str | None:
    if mark.kind in USES_OF_TEST:
        return USES_OF_TEST[mark.kind]
    if mark.kind not in STEPS:
        return None
    trained = fit_rows(own.marks)
    if not own.folds and trained and not overlap(mark.rows, trained):
        return "refit-on-test" if mark.kind != "oversampling" else "oversampling"
    return PLAINLY.get(mark.kind, mark.kind)


def _inner(own: Evaluation, tested: set[Part]) -> str:
    """Whether it only looks at the training side of a split whose other side is evaluated as well."""
    for part in parts_of(own.rows):
        if Part(part.site, other_side(part.role)) in tested and not held_out(part):
            return "fold" if part.site[0] == "folds" else "set"
    return ""


def _trained_on_test(own: Evaluation) -> Iterator[Conflict]:
    if own.folds:
        return
    sides = [part for part in parts_of(own.rows) if held_out(part) or part.site[0] == "sample"]
    if not any(mark.kind == "predicted" for mark in own.marks):
        sides += [part for part in parts_of(own.rows) if part.site[0] == "slice" and part not in sides]
    others = any(mark.kind == "fit" and mark.rows and not overlap(mark.rows, own.rows) for mark in own.marks)
    for mark in own.marks:
        if mark.kind != "fit" or not mark.rows or not overlap(mark.rows, own.rows):
            continue
        if others and sides and mark.rows == own.rows:  # a second model upon the first, made of the test rows
            yield Conflict("trained-on-test", mark.place, _parting(own, mark.rows), own.place)
        seen = {part.site for atom in mark.rows for part in atom.parts}
        if sides and not all(overlap(frozenset([atom]), own.rows) for atom in mark.rows):  # both sides, put together
            yield Conflict("trained-on-test", mark.place, _parting(own, NO_ROWS), own.place)
        if any(side.site not in seen for side in sides) and mark.rows != own.rows:
            yield Conflict("trained-on-test", mark.place, _parting(own, mark.rows), own.place)


def _fitted_anew(own: Evaluation, ledger: Ledger) -> Iterator[Conflict]:
    """A model is fitted on the test set and scored there, and on no other rows."""
    parts = parts_of(own.rows)
    if (
        own.folds
        or not any(held_out(part) and part.role == "test" for part in parts)
        or any(part.role == "train" for part in parts)
    ):
        return
    fits = [mark for mark in own.marks if mark.kind == "fit" and mark.rows]
    if len(fits) == 1 and fits[0].rows == own.rows:
        (fit,) = fits
        if not any(fit in other.marks and not overlap(fit.rows, other.rows) for other in ledger.evaluations):
            yield Conflict("trained-on-test", fit.place, _parting(own, fit.rows), own.place)


def _parting(own: Evaluation, seen: Rows) -> Place:
    """Where the evaluated rows were set apart; the evaluation itself where no line does that."""
    known = {part.site for atom in seen for part in atom.parts}
    for part in sorted(parts_of(own.rows), key=repr):
        if part.site[0] in MADE and part.site not in known:
            return Place(part.site[1], part.site[2])
    return own.place


def _picked(ledger: Ledger) -> Iterator[Conflict]:
    cuts: set[Rows] = set()
    columns = {mark.rows for own in ledger.evaluations for mark in own.marks if mark.kind == "wrapper"}
    for choice in ledger.choices:
        if (choice.kind == "cut" and choice.rows in cuts) or choice.rows in columns:
            continue
        cuts |= {choice.rows} if choice.kind == "cut" else set()
        if choice.kind == "search" and ledger.nested:  # the search itself was cross-validated
            continue
        if _checked_later(ledger, choice) or _a_range(ledger, choice):
            continue
        if choice.kind in NAMED_CHOICES:
            kind = NAMED_CHOICES[choice.kind]
        elif choice.kind == "search" or any(part.site[0] == "folds" for part in parts_of(choice.rows)):
            kind = "search-score-reported"
        else:
            kind = "tuning-on-test"
        source = next((own for own in ledger.evaluations if own.rows <= choice.rows and is_held_out(own)), None)
        if source is not None:
            yield Conflict(kind, choice.place, choice.reported or _parting(source, NO_ROWS), source.place)


def _a_range(ledger: Ledger, choice: Choice) -> bool:
    """Whether the lowest of the same scores is taken as well as the highest."""
    ends = {(end, choice.place.path, choice.text) for end in ("lowest", "highest")}
    return bool(choice.text) and ends <= ledger.notes


def _checked_later(ledger: Ledger, choice: Choice) -> bool:
    """Whether what was chosen is then evaluated on rows that took no part in the choice."""
    return any(
        (own.order > choice.order or choice.kind == "search")
        and is_held_out(own)
        and not overlap(own.rows, choice.rows)
        for own in ledger.evaluations
    )


def _parted(ledger: Ledger, patients_repeat: bool) -> Iterator[Conflict]:
    sides = ledger.sides()
    for site, split in ledger.splits.items():
        used = any(part.site == site and (held_out(part) or part.role == "in") for part in sides)
        scored = next(
            (
                own.place
                for own in ledger.evaluations
                for atom in own.rows
                if any(part.site == site for part in atom.parts)
            ),
            None,
        )
        if used and patients_repeat and not split.grouped and not split.one_per_patient:
            yield Conflict("patients-split", split.place, scored, scored)
        if used and split.variants and not split.grouped and not split.one_per_patient:
            yield Conflict("oversampling", split.variants, split.place, scored)
        if used and split.ordered and split.by_outcome:
            yield Conflict("unshuffled-folds", split.place, scored, scored)
