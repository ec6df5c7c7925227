from collections.abc import Iterator

from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.equal_sites import EqualSites
from radaudit.evidence.forensics import ALL
from radaudit.evidence.recomputed_harmonisation import RecomputedHarmonisation
from radaudit.forensics.recomputed.tables import EACH
from radaudit.study.load import Study


@check(
    "leakage/harmonisation-fitted-on-training-rows",
    severity=Severity.MINOR,
    references=("doi:10.1093/biostatistics/kxj037", "doi:10.1038/s41597-023-02421-7"),
)
def harmonisation_fitted_on_training_rows(
    study: Study,
    equal_sites: tuple[EqualSites, ...],
    recomputed_harmonisation: RecomputedHarmonisation | None,
    *,
    alpha: float = 0.001,
) -> Iterator[Finding]:
    """Sites were not made equal with the help of rows that are evaluated.

    Patients of different sites differ by chance alone. Harmonisation takes even that away from the rows it is fitted
    on, so means or variances that are more equal between sites than permuted sites would be (option alpha, one-sided)
    give it away: on all rows, on the training rows only, or on each set by itself, wherever they are most equal.
    Without the outcome this costs next to nothing in AUC, but the test rows are no longer new. Where the table is given
    before and after harmonisation, it is harmonised again instead, which proves the rows.

    Remedy: fit the harmonisation on the training rows and apply it to the others as it is.
    """
    info = study.manifest.harmonisation
    again = recomputed_harmonisation
    for found in equal_sites:
        if found.own.which == "harmonised" and again is not None and again.saw_held_out is not None:
            yield _proved(again, info.fitted_on if info else None)
        elif found.tests:
            yield _judged(found, alpha, info.fitted_on if info else None)
        else:
            yield unknown(
                f"The {found.own.which} table has fewer than two sites of five cases, or fewer than five complete "
                "columns.",
                table=found.own.which,
            )


def _proved(again: RecomputedHarmonisation, declared: str | None) -> Finding:
    words = " or ".join(dict.fromkeys(trial.recipe.in_words() for trial in again.standing))
    facts = {"tier": again.tier, "table": "harmonised", "declared": declared, "where": [Location(again.path)]}
    if not again.saw_held_out:
        return passed(
            f"The harmonised table comes out of the raw one by {words}: no evaluated row had a part.", **facts
        )
    each = all(trial.recipe.rows == EACH for trial in again.standing)
    return failed(
        f"The harmonised table comes out of the raw one by {words}: rows that are evaluated had a part in it.",
        code="sets-apart" if each else "fitted-on-all-rows",
        benign=["a table made to describe the cohort, on which no model was tested"],
        **facts,
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
