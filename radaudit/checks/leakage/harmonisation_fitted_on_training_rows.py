from collections.abc import Iterator

from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.equal_sites import EqualSites
from radaudit.evidence.forensics import ALL
from radaudit.study.load import Study


@check(
    "leakage/harmonisation-fitted-on-training-rows",
    severity=Severity.MINOR,
    references=("doi:10.1093/biostatistics/kxj037", "doi:10.1038/s41597-023-02421-7"),
)
def harmonisation_fitted_on_training_rows(
    study: Study, equal_sites: tuple[EqualSites, ...], *, alpha: float = 0.001
) -> Iterator[Finding]:
    """Sites were not made equal with the help of rows that are evaluated.

    Patients of different sites differ by chance alone. Harmonisation takes even that away from the rows it is fitted
    on, so means or variances that are more equal between sites than permuted sites would be (option alpha, one-sided)
    give it away: on all rows, on the training rows only, or on each set by itself, wherever they are most equal.
    Without the outcome this costs next to nothing in AUC, but the test rows are no longer new.

    Remedy: fit the harmonisation on the training rows and apply it to the others as it is.
    """
    info = study.manifest.harmonisation
    for found in equal_sites:
        if found.tests:
            yield _judged(found, alpha, info.fitted_on if info else None)
        else:
            yield unknown(
                f"The {found.own.which} table has fewer than two sites of five cases, or fewer than five complete "
                "columns.",
                table=found.own.which,
            )


def _judged(found: EqualSites, alpha: float, declared: str | None) -> Finding:
    own, column, tests = found.own, found.column, found.tests
    held, pooled = found.held(alpha), found.pooled(alpha)
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
        where = "on all rows" if pooled else f"on the rows of {' and '.join(held)} by themselves"
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
    if found.equal(alpha):
        return passed(f"Groups of {column!r} are too alike on the training rows only: harmonised there.", **facts)
    return passed(f"Groups of {column!r} are no more alike than chance allows, on any set.", **facts)
