from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.forensics import PARTS, Examined
from radaudit.evidence.recomputed_harmonisation import RecomputedHarmonisation
from radaudit.forensics.history import History
from radaudit.study.harmonising import HarmonisationInfo
from radaudit.study.load import Study

BENIGN = ("a table made to describe the groups, on which no model was tested", "a model that was fitted on other rows")


@check(
    "leakage/outcome-not-in-harmonisation",
    severity=Severity.CRITICAL,
    references=("doi:10.1093/biostatistics/kxj037", "doi:10.1016/j.neucom.2026.133146"),
)
def outcome_not_in_harmonisation(
    study: Study,
    examined: tuple[Examined, ...],
    histories: tuple[History, ...],
    recomputed_harmonisation: RecomputedHarmonisation | None,
    *,
    alpha: float = 1e-4,
) -> Iterator[Finding]:
    """Harmonisation between sites did not use the outcome.

    ComBat can be told to preserve a variable. Where that is the outcome, every row that is harmonised carries its own
    outcome, also those of the test set, and the classes come out further apart than they were. pyradiomics' columns
    obey linear equations (Range is Maximum minus Minimum), and these show it: over all rows they hold in a table that
    was only scaled, within sites in one that was harmonised, and within sites given the outcome in one that was told
    it. What is left of them is compared with the rounding of the table (proof) or tested given every other covariate
    (option alpha). Where the table is given before and after harmonisation, columns are compared with themselves.

    Remedy: harmonise without the outcome, fitted on the training rows, and run the study again.
    """
    declared = list(_declared(examined, study.manifest.harmonisation))
    yield from declared
    again = recomputed_harmonisation
    proved = again is not None and again.used_outcome[0] is not None
    told = [
        (own, history)
        for own, history in zip(examined, histories, strict=True)
        if history.kind != "unknown" and not (proved and own.which == "harmonised")
    ]
    if not told and not declared and not proved:
        raise Unavailable(
            "No table holds columns that linear equations join.",
            "Give a table with Range, Minimum and Maximum, or SumSquares, ClusterTendency and Contrast, "
            "of ten rows or more.",
        )
    for own, history in told:
        yield _judged(own, history, alpha)
    if proved:
        yield _again(again)


def _declared(examined: tuple[Examined, ...], harmonisation: HarmonisationInfo | None) -> Iterator[Finding]:
    outcome = examined[0].outcome
    if harmonisation and outcome and outcome in (*harmonisation.covariates, harmonisation.batch):
        yield failed(
            f"The manifest says that harmonisation was given the outcome ({outcome!r}).",
            code="outcome-declared",
            where=[Location("radaudit.yaml", pointer="harmonisation")],
            benign=BENIGN,
        )


def _again(again: RecomputedHarmonisation) -> Finding:
    """What comparing each column with itself, before and after, shows."""
    (used, tier), link, outcome = again.used_outcome, again.found.link, again.tables.outcome
    facts = {"table": "harmonised", "rows_used": again.cases, "tier": tier, "where": [Location(again.path)]}
    if again.found.met:
        words = " or ".join(dict.fromkeys(trial.recipe.in_words() for trial in again.found.met))
        shown = f"The harmonised table comes out of the raw one by {words}"
    else:
        kept = f", given {' and '.join(map(repr, link.covariates))}" if link.covariates else ""
        shown = f"Within each {link.batch!r} the harmonised columns are the raw ones, shifted and scaled{kept}"
    if not used:
        return passed(f"{shown}: the outcome had no part in it.", **facts)
    apart = outcome in (link.batch, *(trial.recipe.batch for trial in again.found.met))
    return failed(
        f"{shown}: every harmonised row carries its own outcome.",
        code="classes-apart" if apart else "outcome-preserved",
        severity=None if tier is Tier.PROVED else Severity.MAJOR,
        benign=BENIGN,
        **facts,
    )


def _judged(own: Examined, history: History, alpha: float) -> Finding:
    facts = {"table": own.which, "rows_used": history.rows}
    place = {"where": [Location(own.path)], "rows": _rows(history)}
    kept, batch = f"the {own.which} table", history.batch
    if own.outcome and own.outcome in (batch, *history.same):
        return failed(
            f"In {kept} each class of {own.outcome!r} has a shift and a scale of its own in every column.",
            code="classes-apart", tier=_tier(history), benign=BENIGN, **place, **facts,
        )  # fmt: skip
    if own.outcome in history.covariates:
        return _preserved(own, history, place, facts)
    if history.kind == "other":
        return _unclear(own, history, alpha, place, facts)
    words = {
        "raw": "holds the numbers that pyradiomics wrote",
        "scaled": "is consistent with one shift and scale of each column",
        "grouped": f"is consistent with harmonisation by {batch!r}, without a covariate",
        "preserved": f"is consistent with harmonisation by {batch!r} that preserved {_listed(history)}",
    }
    return passed(f"The {own.which} table {words[history.kind]}.", rows=_rows(history), **facts)


def _preserved(own: Examined, history: History, place: dict, facts: dict) -> Finding:
    rivals = [other for other in history.rivals if own.outcome not in other]
    if rivals:
        words = " or ".join(repr(" and ".join(other)) for other in rivals)
        return unknown(
            f"The {own.which} table was harmonised by {history.batch!r} with {own.outcome!r} preserved, or {words}: "
            "both explain it to the last digit.",
            rows=place["rows"], code="outcome-or-another", **facts,
        )  # fmt: skip
    return failed(
        f"The {own.which} table is consistent with harmonisation by {history.batch!r} that preserved "
        f"{_listed(history)}: given it, and not without it, the equations between features hold "
        f"{'to the last digit' if history.tier == 'proved' else f'better than chance allows (p = {history.p:.1g})'}.",
        code="outcome-preserved",
        tier=_tier(history),
        severity=None if history.tier == "proved" else Severity.MAJOR,
        benign=(*BENIGN, "another variable that is the outcome in other words"),
        **place, p=history.p, **facts,
    )  # fmt: skip


def _unclear(own: Examined, history: History, alpha: float, place: dict, facts: dict) -> Finding:
    if history.beyond <= alpha:
        return failed(
            f"The {own.which} table is consistent with harmonisation by {history.batch!r} that preserved a variable "
            f"which goes with {own.outcome!r} and is not in the cohort table (p = {history.beyond:.1g} given all that "
            "are in it).",
            code="goes-with-outcome",
            tier=Tier.TESTED,
            severity=Severity.MAJOR,
            benign=("a covariate such as age, preserved on purpose, that the cohort table lacks or holds in other form",
                    "a transformation within sites that is not linear", *BENIGN),
            **place, p=history.beyond, **facts,
        )  # fmt: skip
    return unknown(
        f"The equations hold in the {own.which} table neither over all rows nor within any group that the cohort table "
        "names, so nobody can tell what was done to it.",
        code="not-told", add="Give the table as it was extracted, and the column with the batch.", **facts,
    )  # fmt: skip


def _listed(history: History) -> str:
    return " and ".join(repr(own) for own in history.covariates)


def _tier(history: History) -> Tier:
    return Tier.PROVED if history.tier == "proved" else Tier.TESTED


def _rows(history: History) -> list[dict]:
    return [
        {
            "equation": found.law.text,
            "in": found.law.group,
            "left over all rows (SD)": float(f"{found.pooled:.3g}"),
            f"left within {history.batch.partition(PARTS)[0] or 'groups'}": float(f"{found.grouped:.3g}"),
            "given what was preserved": float(f"{found.given:.3g}"),
            "rounding leaves": float(f"{found.floor:.3g}"),
        }
        for found in history.laws
    ]
