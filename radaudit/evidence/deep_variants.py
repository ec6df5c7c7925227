"""Which other setting of the network's input, or which other layer, gives the reported deep features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.step import evidence
from radaudit.deep.comparison import DeepComparison, Likeness, compare_deep
from radaudit.deep.network_variants import network_changed
from radaudit.deep.recognition import recognised
from radaudit.deep.variants import Taking, Variant, joined, one_changed, windows_about
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.deep_comparison import DeepReproduction
from radaudit.evidence.deep_extraction import DeepExtraction, deep_job
from radaudit.evidence.deep_network import DeepNetwork
from radaudit.evidence.deep_setup import DeepSetup
from radaudit.evidence.deep_table import DeepTable
from radaudit.evidence.images import ImageIndex
from radaudit.study.intensity_steps import Window

FEWEST = 3  # cases; with fewer a variant could fit by chance
CLOSEST = 4  # variants of which pairs are tried
MOST_ROUNDS = 40  # of solving for a window
RECOGNISED = 0.01  # p-value up to which two tables are of one network
_DRAWING = 8861  # so that no other draw with the auditor's seed is like that of the cases


@dataclass(frozen=True)
class Tried:
    """A variant, and how close it comes."""

    variant: Variant
    comparison: DeepComparison


@dataclass(frozen=True)
class VariantSearch:
    """What was tried.

    Attributes
    ----------
    cases
        On which cases.
    declared
        How close the declared set-up comes on these; None where nothing had to be tried.
    tried
        Every variant that gave features, the closest first.
    failed
        How many gave none.
    known
        p-value of the columns' being strangers to each other, see `deep.recognition`; nan where it can't be told.
    """

    cases: tuple[str, ...] = ()
    declared: DeepComparison | None = None
    tried: tuple[Tried, ...] = field(default=(), repr=False)
    failed: int = 0
    known: float = float("nan")

    @property
    def found(self) -> tuple[Tried, ...]:
        """Variants that give the reported features, but for arithmetic."""
        return tuple(own for own in self.tried if own.comparison.likeness.agrees)

    @property
    def closest(self) -> Tried | None:
        """The best that was tried, if it is closer than the declared set-up."""
        best = self.tried[0] if self.tried else None
        return best if best and best.comparison.closeness > self.declared.closeness else None


@evidence
def deep_variants(
    images: ImageIndex,
    deep_setup: DeepSetup,
    deep_network: DeepNetwork,
    deep_table: DeepTable,
    deep_extraction: DeepExtraction,
    deep_comparison: DeepReproduction,
    auditor: Auditor,
    compute: Compute,
) -> VariantSearch:
    """One setting at a time on some cases, then pairs of the closest, if the declared set-up doesn't reproduce.

    Jobs: some hundred inputs of the network at most, and only where it doesn't reproduce.
    """
    own = deep_comparison
    if own.comparison is None or own.agrees or not auditor.effort.deep_variants:
        return VariantSearch()
    cases = _sample(own.comparison.cases, auditor.effort.deep_variants, auditor.seed)
    if len(cases) < FEWEST:
        return VariantSearch()
    trial = _Trial(images, deep_setup, deep_network, deep_table, own, cases, compute)
    rows = [deep_extraction.rows[case] for case in cases]
    comparison = trial.compared(deep_extraction.values[np.ix_(rows, own.outputs)])
    declared = Tried(Variant("", "", deep_setup.taking), comparison)
    known = recognised(own.reported, own.extracted, auditor.seed)
    stages = (_one_at_a_time, _pairs, _window_alone, _one_more, _window_beside)
    tried, failed = (), 0
    for stage in stages if known <= RECOGNISED else stages[:2]:
        if not any(one.comparison.likeness.agrees for one in tried):
            more, lost = stage(trial, _ordered([declared, *tried]))
            tried, failed = (*tried, *more), failed + lost
    return VariantSearch(tuple(cases), comparison, _ordered(tried), failed, known)


Found = tuple[tuple[Tried, ...], int]  # what was tried, and how many gave nothing


def _one_at_a_time(trial: _Trial, so_far: Sequence[Tried]) -> Found:
    """Each setting changed by itself."""
    return trial.of(trial.one_changed(so_far[0].variant.taking))


def _pairs(trial: _Trial, so_far: Sequence[Tried]) -> Found:
    """Two changes together, of the closest variants of each kind of setting that comes closer than the declared."""
    kinds: dict[str, Variant] = {}
    for own in _closer(so_far):
        kinds.setdefault(own.variant.about, own.variant)
    best = list(kinds.values())[:CLOSEST]
    pairs = [joined(one, other, trial.setup.taking) for place, one in enumerate(best) for other in best[place + 1 :]]
    return trial.of([own for own in pairs if own is not None])


def _window_alone(trial: _Trial, so_far: Sequence[Tried]) -> Found:
    """The window solved for, everything else as declared."""
    return _solved_window(trial, next(own for own in so_far if own.variant.about in ("", "window")))


def _one_more(trial: _Trial, so_far: Sequence[Tried]) -> Found:
    """Each setting changed on top of the closest variant."""
    best = so_far[0].variant
    if not best.about:
        return (), 0
    more = [own for own in trial.one_changed(best.taking) if own.about not in best.about.split(", ")]
    joint = [replace(own, about=f"{best.about}, {own.about}", words=f"{best.words} and {own.words}") for own in more]
    return trial.of(joint)


def _window_beside(trial: _Trial, so_far: Sequence[Tried]) -> Found:
    """The window solved for, on top of the closest variant of another kind."""
    return ((), 0) if so_far[0].variant.about in ("", "window") else _solved_window(trial, so_far[0])


def _closer(so_far: Sequence[Tried]) -> list[Tried]:
    """Variants that come closer than the declared way, which stands among them."""
    place = next(number for number, own in enumerate(so_far) if not own.variant.about)
    limit = so_far[place].comparison.closeness
    return [own for own in so_far[:place] if own.comparison.closeness > limit]


def _solved_window(trial: _Trial, closest: Tried) -> Found:
    """The window by steps about the closest one so far, halved whenever none of them comes closer."""
    windows = [own for own in closest.variant.taking.steps if isinstance(own, Window)]
    if not windows:
        return (), 0
    other = closest.variant.about not in ("", "window")
    beside = f", on top of: {closest.variant.words}" if other else ""
    step = max(float(round((windows[0].high - windows[0].low) / 4)), 1.0)  # authors write whole numbers
    found = {closest.variant.taking: closest}
    for _ in range(MOST_ROUNDS):
        start = closest.variant.taking
        more, _ = trial.of([own for own in windows_about(start, step) if own.taking not in found])
        found |= {own.variant.taking: own for own in more}
        closest = _ordered(list(found.values()))[0]
        if closest.comparison.likeness in (Likeness.IDENTICAL, Likeness.NUMERIC):
            break
        if closest.variant.taking == start:
            if step <= 1:
                break
            step = max(float(round(step / 2)), 1.0)
    taking = closest.variant.taking
    new = next(own for own in taking.steps if isinstance(own, Window))
    words = f"{new.words}, which was solved for{beside}"
    return (Tried(Variant("window", words, taking), closest.comparison),), 0


@dataclass(frozen=True)
class _Trial:
    images: ImageIndex
    setup: DeepSetup
    network: DeepNetwork
    table: DeepTable
    own: DeepReproduction
    cases: Sequence[str]
    compute: Compute

    def one_changed(self, taking: Taking) -> tuple[Variant, ...]:
        """Variants of a way; of the layers those with as many features as the declared one, or as the table."""
        found = one_changed(taking, self.network.layers, {len(self.table.names), self.network.outputs})
        return found + (network_changed(taking, self.setup.spec) if self.network.kind == "named" else ())

    def of(self, variants: Sequence[Variant]) -> tuple[tuple[Tried, ...], int]:
        """How close each variant comes, the closest first; and how many failed on a case or gave another number."""
        jobs = [
            deep_job(self.images.cases[case], self.setup, variant.taking) for variant in variants for case in self.cases
        ]
        title = f"Trying {len(variants)} other ways to take deep features"
        found = self.compute.map(title, jobs, keep=lambda result: np.array(result["features"], dtype=float))
        tried = []
        for number, variant in enumerate(variants):
            rows = found[number * len(self.cases) : (number + 1) * len(self.cases)]
            if any(isinstance(row, Failure) for row in rows) or len({len(row) for row in rows}) > 1:
                continue
            count, places = len(rows[0]), self.own.outputs
            if count == len(self.own.names):
                places = np.arange(count)  # all of them, whatever of the declared layer the columns would be
            if count > max(places):
                tried.append(Tried(variant, self.compared(np.array(rows)[:, places])))
        return _ordered(tried), len(variants) - len(tried)

    def compared(self, extracted: np.ndarray) -> DeepComparison:
        reported = self.table.values[[self.table.rows[case] for case in self.cases]]
        half = self.table.resolution.half_units(reported)
        scaled = self.own.comparison.mode == "scaled"
        return compare_deep(self.cases, reported, extracted, half, scaled=scaled)


def _ordered(tried: Sequence[Tried]) -> tuple[Tried, ...]:
    return tuple(sorted(tried, key=lambda own: own.comparison.closeness, reverse=True))


def _sample(cases: Sequence[str], most: int, seed: int) -> list[str]:
    """In their order; drawn where there are more than so many."""
    if len(cases) <= most:
        return list(cases)
    places = np.random.default_rng([seed, _DRAWING]).choice(len(cases), most, replace=False)
    return [cases[place] for place in sorted(places)]
