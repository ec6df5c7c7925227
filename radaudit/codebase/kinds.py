"""The kinds of conflict: what they are called, what they cost, and what innocent reasons there may be."""

from __future__ import annotations

from dataclasses import dataclass

PATTERNS = "doi:10.1016/j.patter.2023.100804"
SELECTION = "doi:10.1186/s13244-021-01115-1"
OVERSAMPLING = "doi:10.1038/s41598-024-62585-z"
NEST = "doi:10.1186/1471-2105-7-91"


@dataclass(frozen=True)
class Kind:
    """A kind of conflict.

    Attributes
    ----------
    words
        What happens, as the beginning of a sentence.
    severity
        By published or measured cost.
    cost
        That cost, as a sentence.
    declared
        The step of ``models[].fitted_on`` that it is about; empty if none.
    """

    words: str
    severity: str
    cost: str
    declared: str = ""
    benign: tuple[str, ...] = ()


ELSEWHERE = "the figures that the study reports come from other lines than these"
SAME_ROWS = "rows that look pooled here are kept apart by a condition that the reading doesn't see"
BOTH = (ELSEWHERE, SAME_ROWS)

STEPS: dict[str, Kind] = {
    "scaling": Kind(
        "Columns are scaled with rows that are evaluated later",
        "note",
        "Scaling without the outcome hardly changes an AUC (0.497 and 0.496 in a null simulation); it is a deviation "
        "from the method, not an inflation.",
        "scaling",
        BOTH,
    ),
    "imputation": Kind(
        "Gaps are filled with statistics of rows that are evaluated later",
        "minor",
        "Imputation without the outcome costs little where few values are missing.",
        "imputation",
        BOTH,
    ),
    "selection": Kind(
        "Features are chosen, or weighted, with the outcome of rows that are evaluated later",
        "critical",
        "Worth up to 0.15 AUC in ten radiomics data sets, more with more features.",
        "selection",
        BOTH,
    ),
    "filtering": Kind(
        "Features are left out by statistics, without the outcome, of rows that are evaluated later",
        "note",
        "A filter that does not see the outcome hardly changes an AUC.",
        "selection",
        BOTH,
    ),
    "decomposition": Kind(
        "Components are computed from rows that are evaluated later",
        "minor",
        "A decomposition without the outcome costs little, more with few patients.",
        "",
        BOTH,
    ),
    "harmonisation": Kind(
        "Features are harmonised together with rows that are evaluated later",
        "minor",
        "ComBat without the outcome on pooled rows showed no inflation in a null simulation; a new patient can't be "
        "treated in this way.",
        "harmonisation",
        (*BOTH, "harmonisation of all rows was the aim, and no rows were to stand for new patients"),
    ),
    "harmonisation-with-outcome": Kind(
        "Features are harmonised with the outcome as covariate, together with rows that are evaluated later",
        "critical",
        "Worth 0.04 to 0.08 AUC over harmonisation within folds, more where sites differ in prevalence.",
        "harmonisation",
        BOTH,
    ),
    "oversampling": Kind(
        "Rows are copied or synthesised before the rows for the evaluation are set apart",
        "critical",
        "Worth up to 0.34 AUC in fifteen radiomics data sets: copies of a patient stand on both sides.",
        "oversampling",
        BOTH,
    ),
    "encoding": Kind("Categories are encoded with the outcome of rows that are evaluated later", "major", "", "", BOTH),
    "refit-on-test": Kind(
        "A step is fitted again on the rows that are evaluated, instead of applied as it was fitted in training",
        "minor",
        "The model sees other numbers than those it was trained for, and a single new patient can't be treated so.",
        "",
        ("standardisation of each cohort by itself was meant, and is said in the paper", *BOTH),
    ),
    "trained-on-test": Kind(
        "A model is trained on rows that it is then tested on",
        "critical",
        "An apparent performance is no estimate for new patients.",
        "",
        ("the figure is reported as apparent performance", *BOTH),
    ),
}

TESTS: dict[str, Kind] = {
    "tuning-on-test": Kind(
        "Parameters, or a model among several, are chosen by their score on rows that the result is reported for",
        "major",
        "The best of many scores is too high by chance alone, the more the fewer the patients.",
        "",
        ("another test set, outside this code, was kept for the result", *BOTH),
    ),
    "early-stopping-on-test": Kind(
        "Training ends when the score on rows that are evaluated later is best",
        "major",
        "The number of rounds is then a parameter chosen on the test set.",
        "",
        ("the stopping rule never took effect", *BOTH),
    ),
    "threshold-on-test": Kind(
        "A cut-off is taken from the rows whose sensitivity and specificity it then gives",
        "major",
        "Sensitivity and specificity at a cut-off that is best for the same rows are too high; the AUC is not touched.",
        "",
        ("the paper says that the cut-off is that of the test set", *BOTH),
    ),
    "search-score-reported": Kind(
        "The best score of a search is given as the performance, with no outer loop and no other rows",
        "major",
        "The search chose the parameters by this very score.",
        "",
        ("the figure is printed for information, and the result comes from elsewhere",),
    ),
    "seed-picking": Kind(
        "Many random splits or starts are tried, and the best is kept",
        "critical",
        "The best of many splits is an extreme, not an estimate.",
        "",
        ("the loop was a study of its own on how results depend on the seed",),
    ),
}

PARTING: dict[str, Kind] = {
    "patients-split": Kind(
        "Rows are parted one by one, though patients have several",
        "critical",
        "Lesions and visits of a patient resemble each other: the model can recognise instead of predict.",
        "",
        ("the table that is parted has one row a patient, which the reading doesn't see",),
    ),
    "unshuffled-folds": Kind(
        "A table sorted by the outcome is cut into folds as it stands",
        "major",
        "Each fold then holds one outcome only, or nearly so.",
        "",
        ("the table is shuffled in a place that the reading doesn't see",),
    ),
}

KINDS: dict[str, Kind] = STEPS | TESTS | PARTING
