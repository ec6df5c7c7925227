from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Location, Severity, failed, passed
from radaudit.core.step import check
from radaudit.evidence.forensics import ALL, TRAINED, Examined
from radaudit.forensics.scope import Scope

WORDS = {
    "zscore": "mean 0 and SD 1",
    "robust": "median 0 and interquartile range 1",
    "minmax": "smallest value 0 (or -1) and largest value 1",
    "rank": "equally spaced ranks",
    "pca": "no correlation with any other",
}
RESIDUALS = "residuals of "


@check(
    "leakage/scaling-fitted-on-training-rows",
    severity=Severity.MINOR,
    references=("doi:10.1016/j.patter.2023.100804", "doi:10.1038/s41467-024-46150-w"),
)
def scaling_fitted_on_training_rows(examined: tuple[Examined, ...]) -> Iterator[Finding]:
    """The feature table was not scaled with the help of rows that are evaluated.

    A column that was standardised has mean 0 and SD 1 to the last digit on the rows the scaler was fitted on, and on no
    others, so the table tells which these were. In the same way principal components have no correlation, and residuals
    none with their covariate, on just the rows they were worked out on. All rows together is a deviation from good
    practice that costs next to nothing for scaling (0.00 in AUC in our simulations and small in published ones), so it
    is noted and no more; each class by itself writes the outcome into every feature.

    Remedy: fit the scaler inside the pipeline, on the training rows of each fold, and publish the table unscaled.
    """
    if all(len(own.cases) < 5 for own in examined):
        raise Unavailable("The feature table has fewer than five rows.", "Give the rows of all cases.")
    for own in examined:
        found = own.scaled
        if found is None:
            yield passed(f"The columns of the {own.which} table were not scaled, on any set of rows.", table=own.which)
        elif found.rows in TRAINED and not found.each:
            yield passed(
                f"The {own.which} table was scaled on the training rows ({found.method}).", **_facts(own, found)
            )
        else:
            yield _leaks(own, found)


def _said(method: str) -> str:
    return WORDS.get(method) or f"no correlation with {method.removeprefix(RESIDUALS)}"


def _leaks(own: Examined, found: Scope) -> Finding:
    code, severity, benign = _kind(own, found)
    rows = f"each group of {found.rows!r} by itself" if found.each else found.rows
    return failed(
        f"The {own.which} table is consistent with a transformation fitted on {rows}: there {found.share:.0%} of "
        f"{found.columns} columns have {_said(found.method)} to the last digit, elsewhere {found.runner_up:.0%}.",
        code=code,
        severity=severity,
        where=[Location(own.path)],
        benign=benign,
        **_facts(own, found),
    )


def _kind(own: Examined, found: Scope) -> tuple[str, Severity | None, list[str]]:
    by_class = found.rows == own.outcome if found.each else found.rows.startswith(f"{own.outcome} ")
    if own.outcome and by_class:
        return "classes-scaled-apart", Severity.CRITICAL, ["a table made to describe the classes, not to predict them"]
    if found.rows == ALL and found.method == "pca":
        return "rotated-on-all-rows", None, ["components worked out for a figure, from a table that is raw"]
    if found.rows == ALL and found.method.startswith(RESIDUALS):
        return "adjusted-on-all-rows", None, ["a table adjusted for a description of the cohort, not for prediction"]
    if found.rows == ALL:
        return "scaled-on-all-rows", Severity.NOTE, ["scaled only for publication, from a table that is raw"]
    if found.each:
        return "groups-scaled-apart", Severity.NOTE, ["sites standardised one by one, as a simple harmonisation"]
    return "scaled-on-other-rows", None, ["a reference cohort that is not the training set, on purpose"]


def _facts(own: Examined, found: Scope) -> dict:
    return {
        "table": own.which, "method": found.method, "fitted_on": found.rows, "each_by_itself": found.each,
        "share": found.share, "runner_up": found.runner_up, "columns": found.columns,
    }  # fmt: skip
