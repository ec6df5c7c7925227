"""The reported deep features beside those extracted again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.deep.comparison import FEWEST_FOR_CONCORDANCE, DeepComparison, compare_deep
from radaudit.deep.reduced import Reduction, reductions
from radaudit.evidence.cohort import Split
from radaudit.evidence.deep_extraction import DeepExtraction
from radaudit.evidence.deep_table import DeepTable

SCALINGS = ("zscore", "minmax", "robust")
REDUCTIONS = ("pca",)


@dataclass(frozen=True)
class DeepReproduction:
    """What became of the reported features.

    Attributes
    ----------
    comparison
        Of the columns; None where components of the features were reported.
    names
        The columns that were compared.
    outputs
        int64, shape (columns,): which of the network's features each is. Empty for components.
    reductions
        Ways in which the components may have been made, the likest first; empty where none were reported.
    scaled_unsaid
        Whether the columns agree once a line is taken out of each, and the authors say nothing of scaling.
    reported, extracted
        float64, shape (cases, columns): what was compared.
    incomplete
        Cases with empty cells in the table, which are left out.
    """

    comparison: DeepComparison | None
    names: tuple[str, ...] = ()
    outputs: np.ndarray = field(default_factory=lambda: np.zeros(0, int), repr=False)
    reductions: tuple[Reduction, ...] = ()
    scaled_unsaid: bool = False
    incomplete: tuple[str, ...] = ()
    reported: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)), repr=False)
    extracted: np.ndarray = field(default_factory=lambda: np.zeros((0, 0)), repr=False)

    @property
    def agrees(self) -> bool:
        """Whether the reported columns come out again, but for arithmetic."""
        return self.comparison is not None and self.comparison.likeness.agrees


@evidence
def deep_comparison(deep_table: DeepTable, deep_extraction: DeepExtraction, split: Split | None) -> DeepReproduction:
    """Reported against extracted deep features, over the cases that both have."""
    done = set(deep_extraction.cases)
    shared = [case for case in deep_table.cases if case in done]
    if not shared:
        raise NotApplicable("The table of deep features and the images have no case in common.")
    reported = deep_table.values[[deep_table.rows[case] for case in shared]]
    full = np.isfinite(reported).all(axis=1)
    cases = [case for case, own in zip(shared, full, strict=True) if own]
    if not cases:
        raise Unavailable("No case has all its deep features in the table.")
    reported = reported[full]
    extracted = deep_extraction.values[[deep_extraction.rows[case] for case in cases]]
    left_out = tuple(case for case, own in zip(shared, full, strict=True) if not own)
    if set(deep_table.after) & set(REDUCTIONS):
        return _components(cases, reported, extracted, split, left_out)
    return _columns(deep_table, cases, reported, extracted, left_out)


def _columns(
    table: DeepTable, cases: Sequence[str], reported: np.ndarray, extracted: np.ndarray, left_out: tuple[str, ...]
) -> DeepReproduction:
    outputs = table.outputs(extracted.shape[1])
    if outputs is None:
        raise Unavailable(
            f"The table has {len(table.names)} columns and the network gives {extracted.shape[1]} features, and the "
            "columns' names don't tell which they are.",
            "Let columns' names end with the number of the feature, counted from 0; or declare 'deep.after: [pca]'.",
        )
    extracted = extracted[:, list(outputs)]
    half = table.resolution.half_units(reported)
    said = bool(set(table.after) & set(SCALINGS))
    if said and len(cases) < FEWEST_FOR_CONCORDANCE:
        raise Unavailable(
            f"The columns were scaled, and through {len(cases)} cases a line always fits.",
            f"Give images of {FEWEST_FOR_CONCORDANCE} or more cases.",
        )
    found = compare_deep(cases, reported, extracted, half, scaled=said)
    unsaid = False
    if not said and not found.likeness.agrees and len(cases) >= FEWEST_FOR_CONCORDANCE:
        by_line = compare_deep(cases, reported, extracted, half, scaled=True)
        if by_line.likeness.agrees:
            found, unsaid = by_line, True
    return DeepReproduction(found, table.names, np.array(outputs), (), unsaid, left_out, reported, extracted)


def _components(
    cases: Sequence[str], reported: np.ndarray, extracted: np.ndarray, split: Split | None, left_out: tuple[str, ...]
) -> DeepReproduction:
    count = reported.shape[1]
    if len(cases) < 2 * (count + 1):
        raise Unavailable(
            f"{count} components of {len(cases)} cases span almost everything that such features could span.",
            f"Give images of {2 * (count + 1)} or more cases.",
        )
    training = np.array([split.sets.get(case) == "train" for case in cases]) if split else None
    return DeepReproduction(None, reductions=reductions(reported, extracted, training), incomplete=left_out)
