from collections.abc import Iterator, Sequence

from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.recomputed_harmonisation import RecomputedHarmonisation
from radaudit.forensics.recomputed.recipe import Recipe
from radaudit.forensics.recomputed.search import Trial
from radaudit.study.load import Study

SHOWN = 12
BENIGN = (
    "the table is of another version of the analysis than the one that is declared",
    "cases or columns that were harmonised together with these and are not in the table",
)


@check(
    "harmonisation/table-reproduces",
    severity=Severity.MAJOR,
    references=("doi:10.1093/biostatistics/kxj037", "doi:10.1016/j.neuroimage.2017.11.024"),
)
def table_reproduces(study: Study, recomputed_harmonisation: RecomputedHarmonisation) -> Iterator[Finding]:
    """The harmonised table comes out of the raw one in the way that the study declares.

    Harmonisation is arithmetic, so it can be done again: with every column of the cohort table that may have been the
    batch, with the covariates that may have been preserved, fitted on all rows, on the training rows or on each set by
    itself, with and without empirical Bayes, and by the programs that are in use. What gives the table to its last
    printed digit is what was done, whatever the text says; where several do, all are named. What none gives was made by
    another program, of other cases, or by steps that nobody declares, and the closest attempt is shown.

    Remedy: declare batch, covariates, options and the rows of the fit in 'harmonisation', or give the table that they
    made.
    """
    own = recomputed_harmonisation
    found, link = own.found, own.found.link
    place = {"where": [Location(own.path)], "cases": own.cases, "columns": own.columns, "tried": found.tried}
    if link.kind in ("same", "scaled"):
        words = "holds the raw values" if link.kind == "same" else "is the raw one with each column shifted and scaled"
        yield failed(
            f"The harmonised table {words}: no batch was treated unlike the others.",
            code="not-harmonised", benign=["the raw table was saved, or named, instead of the harmonised one"], **place,
        )  # fmt: skip
    elif own.standing:
        yield _told(own, study, place | {"rows": _rows((*own.standing, *found.near))})
    elif link.kind in ("grouped", "preserved") and not own.tables.rounded and (told := _of_link(own, place)):
        yield told
    else:
        yield _not_met(own, place)


def _told(own: RecomputedHarmonisation, study: Study, place: dict) -> Finding:
    trials, best = own.standing, own.standing[0]
    facts = place | {"tier": own.tier, "share": best.close.share, "off_sd": float(f"{best.close.off:.2g}")}
    precise = "to the last printed digit" if own.found.met else f"to {best.close.off:.1g} SD, by a program that is near"
    others = {trial.recipe.in_words() for trial in trials} - {best.recipe.in_words()}
    words = " or ".join([best.recipe.in_words(), *sorted(others)])
    differs = [_differs(own, trial.recipe, study) for trial in trials]
    scaled = ", each column shifted and scaled afterwards" if best.close.scaled else ""
    told = f"{words}{scaled}, gives the harmonised table {precise} (as {_programs(trials)} compute it)"
    if all(differs):
        code, what, severity = differs[0]
        return failed(
            f"{_upper(told)}; the study declares {what}.", code=code, severity=severity, benign=BENIGN, **facts
        )
    return passed(f"{_upper(told)}.", **facts)


def _differs(own: RecomputedHarmonisation, recipe: Recipe, study: Study) -> tuple[str, str, Severity] | None:
    """In what a recipe is not the declared one: code, what is declared, how much that matters."""
    info, declared, link = study.manifest.harmonisation, own.declared, own.found.link
    batch = info.batch or study.manifest.cohort.site
    if batch and recipe.batch != batch and not (recipe.batch == link.batch and batch in link.same):
        return "other-batch", f"{batch!r} as the batch", Severity.MAJOR
    if set(recipe.covariates) != set(info.covariates):
        kept = " and ".join(map(repr, info.covariates)) or "nothing"
        return "other-covariates", f"that it preserved {kept}", Severity.MAJOR
    if own.told and declared and not own.same_rows(recipe.rows, declared.rows):
        return "other-rows", f"that it was fitted on {info.fitted_on!r}", Severity.MINOR
    return None


def _of_link(own: RecomputedHarmonisation, place: dict) -> Finding | None:
    """What the numbers prove where no program gives them: batch and covariates that are not the declared ones."""
    link, declared = own.found.link, own.declared
    if declared is None or link.shifts:
        return None
    names = (link.batch, *link.same)
    kept = " and ".join(map(repr, link.covariates)) or "nothing"
    facts = place | {"benign": BENIGN, "rows": _rows(own.found.near), "tier": Tier.PROVED}
    made = f"Within each {link.batch!r} the harmonised columns are the raw ones, shifted and scaled, given {kept}"
    if declared.batch not in names:
        return failed(f"{made}; the study declares {declared.batch!r} as the batch.", code="other-batch", **facts)
    if not link.rivals and set(link.covariates) != set(declared.covariates):
        said = " and ".join(map(repr, declared.covariates)) or "nothing"
        return failed(f"{made}; the study declares that it preserved {said}.", code="other-covariates", **facts)
    return None


def _not_met(own: RecomputedHarmonisation, place: dict) -> Finding:
    found, link = own.found, own.found.link
    known = {
        "grouped": f" Within each {link.batch!r} every column was shifted and scaled.",
        "preserved": f" Within each {link.batch!r} every column was shifted and scaled, given "
        f"{' and '.join(map(repr, link.covariates))}.",
    }.get(link.kind, "")
    near = found.near[0] if found.near else None
    closest = f" The closest is {near.recipe.in_words()}, {near.close.off:.2g} SD off." if near else ""
    left = "; ".join(f"{name}: {reason}" for name, reason in found.left.items())
    return unknown(
        f"None of {counted(found.tried, 'harmonisation')} that were tried gives the harmonised table.{known}{closest}",
        code="not-reproduced",
        rows=_rows(found.near),
        add="Say which program harmonised which cases and columns, by which batch, with which covariates and options."
        + (f" Not tried: {left}." if left else ""),
        **place,
    )


def _programs(trials: Sequence[Trial]) -> str:
    """Names of the programs whose numbers can't be told apart here."""
    return " or ".join(dict.fromkeys(trial.recipe.by for trial in trials))


def _rows(trials: Sequence[Trial]) -> list[dict]:
    return [
        {
            "harmonisation": trial.recipe.in_words(),
            "computed by": trial.recipe.by,
            "columns that agree": round(trial.close.share, 3),
            "off (SD, middle column)": float(f"{trial.close.off:.3g}"),
            "off (SD, eighth column of ten)": float(f"{trial.close.worst:.3g}"),
            "columns scaled after": trial.close.scaled,
        }
        for trial in trials[:SHOWN]
    ]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
