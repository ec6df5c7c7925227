from collections.abc import Iterator

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Location, Severity, failed, passed
from radaudit.core.step import check
from radaudit.evidence.forensics import ALL, TRAINED, Examined
from radaudit.forensics.imputed import Imputed

MOST_ROWS = 500


@check(
    "leakage/imputation-fitted-on-training-rows",
    severity=Severity.MINOR,
    references=("doi:10.1016/j.patter.2023.100804",),
)
def imputation_fitted_on_training_rows(examined: tuple[Examined, ...]) -> Iterator[Finding]:
    """Missing features were not filled in with the help of rows that are evaluated.

    Measured numbers hardly ever repeat. One that stands three times or more, and is the mean or the median of the other
    cells of its column, was filled in; on which rows it is exact tells which rows were used. The mean of all rows
    hardly matters; the mean of a class tells its outcome.

    Remedy: impute inside the pipeline, on the training rows of each fold, and publish the table with empty cells.
    """
    if all(len(own.cases) < 10 for own in examined):
        raise Unavailable("The feature table has fewer than ten rows.", "Give the rows of all cases.")
    for own in examined:
        found = own.filled
        if found is None:
            yield passed(f"No column of the {own.which} table repeats a value as filled-in cells do.", table=own.which)
        elif not found.statistic:
            yield passed(
                f"{found.repeated} columns of the {own.which} table repeat a value, but it is neither the mean nor the "
                "median of any set of rows.",
                **_facts(own, found),
            )
        elif found.rows in TRAINED and not found.each:
            yield passed(
                f"The {own.which} table was filled in with the {found.statistic} of the training rows.",
                **_facts(own, found),
            )
        else:
            yield _leaks(own, found)


def _leaks(own: Examined, found: Imputed) -> Finding:
    by_class = found.rows == own.outcome or (bool(own.outcome) and found.rows.startswith(f"{own.outcome} "))
    rows = f"each group of {found.rows!r}" if found.each else found.rows
    filled = np.unique([row for row, _ in found.cells])
    cells = [(row, column) for row, column in found.cells][:MOST_ROWS]
    return failed(
        f"The {own.which} table is consistent with missing values replaced by the {found.statistic} of {rows}: in "
        f"{found.columns} of {found.repeated} columns that repeat a value it is exactly that "
        f"({len(found.cells)} cells, {len(filled)} cases).",
        code="classes-imputed-apart"
        if by_class
        else "imputed-on-all-rows"
        if found.rows == ALL
        else "imputed-elsewhere",
        severity=Severity.CRITICAL if by_class else None,
        where=[Location(own.path)],
        rows=[
            {"case": own.cases[row], "feature": own.names[column], "value": float(own.values[row, column])}
            for row, column in cells
        ],
        benign=["filled in only for publication", "filled in for a model that was fitted on other rows"],
        **_facts(own, found),
    )


def _facts(own: Examined, found: Imputed) -> dict:
    return {
        "table": own.which, "statistic": found.statistic, "fitted_on": found.rows, "each_by_itself": found.each,
        "columns": found.columns, "columns_with_repeats": found.repeated, "cells": len(found.cells),
    }  # fmt: skip
