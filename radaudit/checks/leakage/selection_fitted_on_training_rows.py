from collections.abc import Iterator, Mapping

from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.reported import FeatureTable
from radaudit.forensics.selection import Chosen
from radaudit.study.load import Study


@check(
    "leakage/selection-fitted-on-training-rows",
    severity=Severity.MAJOR,
    references=("doi:10.1186/s13244-021-01115-1", "doi:10.1016/j.patter.2023.100804"),
)
def selection_fitted_on_training_rows(
    study: Study, reported: FeatureTable, chosen_features: Mapping[str, Chosen | None]
) -> Iterator[Finding]:
    """The features of a model were not chosen with the help of the outcomes of rows that are evaluated.

    A model that lists its features tells how they were chosen. Where they are exactly those that go best with the
    outcome over all rows, and other ones go best with it on the training rows, the test rows took part in the choice.
    In ten published data sets that was worth up to 0.15 in AUC. Features chosen in another way than one by one can't be
    told apart so, and nothing is said of them.

    Remedy: choose the features inside the pipeline, on the training rows of each fold, and run the study again.
    """
    declared = {own.name: own.fitted_on.get("selection") for own in study.manifest.models}
    for name, found in chosen_features.items():
        yield _judged(name, found, reported, declared[name])


def _judged(model: str, found: Chosen | None, reported: FeatureTable, declared: str | None) -> Finding:
    if found is None:
        return unknown(
            f"The features of {model!r} can't be compared with those they were chosen from.",
            add="Give the table with all candidates (thrice as many as were chosen, four or more), and a test set.",
        )
    facts = {
        "model": model, "listed": found.listed, "candidates": found.columns, "score": found.score,
        "best_on_all_rows": found.on_all, "best_on_training_rows": found.on_train, "declared": declared,
    }  # fmt: skip
    words = (
        f"Of {found.listed} features of {model!r}, {found.on_all} are among the {found.listed} best of {found.columns} "
        f"columns over all rows and {found.on_train} over the training rows ({found.score})"
    )
    if found.pooled:
        return failed(
            f"{words}: consistent with a choice that saw the outcomes of the test rows.",
            code="chosen-on-all-rows",
            tier=Tier.TESTED,
            where=[Location(reported.path)],
            benign=["features taken from an earlier study that reached the same list", "a final model for future use"],
            **facts,
        )
    return passed(f"{words}.", **facts)
