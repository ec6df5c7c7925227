from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.cohort import SETS
from radaudit.evidence.forensics import ALL, SET, Examined
from radaudit.forensics.equal_sites import Equality, equality
from radaudit.forensics.history import History
from radaudit.study.load import Study

Tests = Mapping[str, Equality]


@check(
    "leakage/harmonisation-fitted-on-training-rows",
    severity=Severity.MINOR,
    references=("doi:10.1093/biostatistics/kxj037", "doi:10.1038/s41597-023-02421-7"),
)
def harmonisation_fitted_on_training_rows(
    study: Study, examined: tuple[Examined, ...], histories: tuple[History, ...], *, alpha: float = 0.001
) -> Iterator[Finding]:
    """Sites were not made equal with the help of rows that are evaluated.

    Patients of different sites differ by chance alone. Harmonisation takes even that away from the rows it is fitted
    on, so means or variances that are more equal between sites than permuted sites would be (option alpha, one-sided)
    give it away: on all rows, on the training rows only, or on each set by itself, wherever they are most equal.
    Without the outcome this costs next to nothing in AUC, but the test rows are no longer new.

    Remedy: fit the harmonisation on the training rows and apply it to the others as it is.
    """
    column = _batch(study, examined)
    info = study.manifest.harmonisation
    for own, history in zip(examined, histories, strict=True):
        preserved = dict.fromkeys((*(info.covariates if info else ()), *history.covariates))
        tests = _tests(own, own.groupings[column], [name for name in preserved if name in own.covariates])
        if not tests:
            yield unknown(
                f"The {own.which} table has fewer than two sites of five cases, or fewer than five complete columns.",
                table=own.which,
            )
        else:
            yield _judged(own, column, tests, alpha, info.fitted_on if info else None)


def _batch(study: Study, examined: tuple[Examined, ...]) -> str:
    info, cohort = study.manifest.harmonisation, study.manifest.cohort
    wanted = [info.batch if info else None, cohort.site, cohort.scanner]
    found = [
        name for name in wanted if name and any((own.groupings.get(name, np.array([-1])) > 0).any() for own in examined)
    ]
    if not found:
        raise Unavailable("The cohort table names no sites with five cases.", "Add 'cohort.site' to radaudit.yaml.")
    return found[0]


def _tests(own: Examined, sites: np.ndarray, preserved: list[str]) -> Tests:
    """On all rows and on each set; also with what was preserved taken out, Bonferroni over both."""
    subsets = {ALL: np.ones(len(sites), dtype=bool)}
    subsets |= {name: own.subsets[f"{SET} {name}"] for name in SETS if f"{SET} {name}" in own.subsets}
    terms = np.column_stack([own.covariates[name] for name in preserved]) if preserved else None
    ways = []
    for kept in (None, terms) if preserved else (None,):
        made = {name: equality(own.values, np.where(rows, sites, -1), kept) for name, rows in subsets.items()}
        ways.append({name: test for name, test in made.items() if test is not None})
    best = min(ways, key=lambda tests: min((test.p for test in tests.values()), default=1.0))
    return {name: replace(test, p=min(1.0, test.p * len(ways))) for name, test in best.items()}


def _closer(tests: Tests, name: str) -> bool:
    """Whether sites are more alike on these rows than on all: a part of what was made equal on all rows is less so."""
    return ALL not in tests or (name in tests and tests[name].log_f < tests[ALL].log_f)


def _judged(own: Examined, column: str, tests: Tests, alpha: float, declared: str | None) -> Finding:
    equal = {name for name, test in tests.items() if test.p <= alpha}
    held = [name for name in equal if name not in (ALL, "train") and _closer(tests, name)]
    pooled = ALL in equal and not held and not _closer(tests, "train")
    facts = {
        "rows": [
            {"rows": name, "cases": test.rows, "sites": test.groups, "columns": test.columns,
             "p, too equal": round(test.p, 5), "p, different": round(test.p_different, 5),
             "log F": round(test.log_f, 3)}
            for name, test in tests.items()
        ],
        "tier": Tier.TESTED,
        "table": own.which,
        "declared": declared,
    }  # fmt: skip
    if pooled or held:
        where = "on all rows" if pooled else f"on the rows of {' and '.join(sorted(held))} by themselves"
        p = min(tests[name].p for name in ([ALL] if pooled else held))
        return failed(
            f"Groups of {column!r} are more alike {where} than chance allows (p = {p:.1g}): consistent with "
            "harmonisation that was fitted there.",
            code="fitted-on-all-rows" if pooled else "sets-apart",
            where=[Location(own.path)],
            benign=["patients who were matched between sites", "cases that were dealt out to sites in turn"],
            p=p,
            **facts,
        )
    if equal:
        return passed(f"Groups of {column!r} are too alike on the training rows only: harmonised there.", **facts)
    return passed(f"Groups of {column!r} are no more alike than chance allows, on any set.", **facts)
