"""What the harmoniser that the study saved says of the rows that it was fitted on, and of the outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Tier
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.unharmonised import outcome_columns
from radaudit.models.artefact import PICKLED
from radaudit.models.saved_harmoniser import SUFFIXES, OpenHarmoniser, Saved, saved_of
from radaudit.study.load import Study

ALL, LEARNT = "all cases", ("train", "validation")


@dataclass(frozen=True)
class SavedHarmoniser:
    """A saved harmoniser beside the cohort.

    Attributes
    ----------
    path
        Its file.
    said
        What it holds.
    expected
        Cases of each batch, for each set of rows it may have been fitted on, by name: all cases, the training cases,
        these with the validation cases.
    outcome, known
        Columns of the cohort table that hold the outcome, and all of its columns.
    """

    path: str
    said: Saved
    expected: Mapping[str, Mapping[str, int]]
    outcome: frozenset[str] = frozenset()
    known: frozenset[str] = field(default_factory=frozenset, repr=False)

    @property
    def fits(self) -> tuple[str, ...]:
        """Sets of rows whose counts are those of the harmoniser."""
        if self.said.batches:
            own = dict(self.said.batches)
            return tuple(name for name, counts in self.expected.items() if dict(counts) == own)
        return tuple(name for name, counts in self.expected.items() if sum(counts.values()) == self.said.rows)

    @property
    def saw_held_out(self) -> tuple[bool | None, Tier]:
        """Whether it was fitted on rows that are evaluated, None where the counts fit several sets of rows or none."""
        tier = Tier.PROVED if self.said.batches else Tier.TESTED
        return (self.fits == (ALL,) if self.fits and (ALL not in self.fits or len(self.fits) == 1) else None), tier

    @property
    def used_outcome(self) -> bool | None:
        """Whether it preserved the outcome; None where it names covariates that the cohort table doesn't hold."""
        if self.said.covariates is None:
            return False if self.said.terms == 0 else None
        names = {name.casefold() for name in self.said.covariates}
        if names & {name.casefold() for name in self.outcome}:
            return True
        return False if names <= {name.casefold() for name in self.known} else None


@evidence
def saved_harmoniser(
    study: Study, cohort: Cohort, split: Split | None, auditor: Auditor, compute: Compute
) -> SavedHarmoniser:
    """The saved harmoniser, opened in a process of its own; a pickle only with the auditor's word.

    Jobs: one.
    """
    info = study.manifest.harmonisation
    if info is None:
        raise NotApplicable("The study declares no harmonisation.")
    if info.model is None:
        raise Unavailable("The study does not give its fitted harmoniser.", "Add 'harmonisation.model'.")
    suffix = PurePosixPath(info.model).suffix.lower()
    if suffix not in SUFFIXES:
        raise Unavailable(
            f"Harmonisers of the kind {suffix or 'without an ending'} are not opened.",
            "Save its counts and covariates as JSON: n_sample, SITE_labels, sample_per_batch, Covariates.",
        )
    if suffix in PICKLED and not auditor.trust:
        raise Unavailable(
            "The fitted harmoniser was not opened: it is a pickle, and opening it runs whatever code it holds.",
            "Audit with --trust, or save n_sample, SITE_labels, sample_per_batch and Covariates as JSON.",
        )
    [result] = compute.map(
        "Opening the harmoniser", [OpenHarmoniser(FileRef.of(study.path(info.model)), suffix, auditor.sandbox)]
    )
    if isinstance(result, Failure):
        raise Unavailable(f"The fitted harmoniser could not be opened: {result.message}.")
    batch = info.batch or study.manifest.cohort.site or ""
    names = cohort.columns.get(batch) or (None,) * len(cohort.cases)
    return SavedHarmoniser(
        info.model, saved_of(result), _expected(cohort, split, names), frozenset(outcome_columns(study)),
        frozenset(cohort.columns),
    )  # fmt: skip


def _expected(cohort: Cohort, split: Split | None, names: tuple[str | None, ...]) -> dict[str, dict[str, int]]:
    """Cases of each batch in each set of rows that a harmoniser may be fitted on."""
    sets = [split.sets[case] if split else None for case in cohort.cases]
    wanted = {ALL: None, "the training cases": LEARNT[:1], "the training and validation cases": LEARNT}
    found: dict[str, dict[str, int]] = {}
    for title, chosen in wanted.items():
        rows = [str(name) for name, own in zip(names, sets, strict=True) if chosen is None or own in chosen]
        counts = dict(Counter(rows))
        if counts and counts not in found.values():
            found[title] = counts
    return found
