from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.forensics import PARTS, SET, Examined
from radaudit.evidence.recomputed_harmonisation import RecomputedHarmonisation
from radaudit.forensics.history import History
from radaudit.study.load import Study

MOST_ROWS = 500


@check(
    "leakage/table-is-as-declared",
    severity=Severity.MAJOR,
    references=("doi:10.1093/biostatistics/kxj037", "doi:10.1016/j.patter.2023.100804"),
)
def table_is_as_declared(
    study: Study,
    examined: tuple[Examined, ...],
    histories: tuple[History, ...],
    recomputed_harmonisation: RecomputedHarmonisation | None,
) -> Iterator[Finding]:
    """What was done to the feature table is what the study declares.

    The equations between pyradiomics' columns tell whether a table is raw, was scaled, or was harmonised, by which
    column and with which covariates preserved. A step that nobody declares can't be judged, nor repeated by a reader;
    one that was declared and not done makes another study of it. Rows that alone break what the others keep were
    edited, filled in or made up.

    Remedy: declare every step in 'features.normalised' and 'harmonisation', or give the table as it was extracted.
    """
    told = [(own, history) for own, history in zip(examined, histories, strict=True) if history.kind != "unknown"]
    if not told:
        raise Unavailable(
            "No table holds columns that linear equations join.",
            "Give a table with Range, Minimum and Maximum, or SumSquares, ClusterTendency and Contrast.",
        )
    again = recomputed_harmonisation
    for own, history in told:
        beside = own.which == "harmonised" and again is not None and again.tells
        findings = [*([] if beside else _steps(study, own, history)), *_odd(own, history)]
        yield from findings
        if beside and not findings:
            words = "beside the raw one, which tells more than its equations ('harmonisation/table-reproduces')"
            yield passed(f"The harmonised table is given {words}.", table=own.which)
        elif not findings:
            yield passed(f"The {own.which} table is {_words(history)}, as declared.", table=own.which)


def _steps(study: Study, own: Examined, history: History) -> Iterator[Finding]:
    info, features = study.manifest.harmonisation, study.manifest.features
    normalised = features.normalised if features and own.which == "reported" else ""
    expects = info is not None and (own.which == "harmonised" or info.table in (None, own.path))
    place = {"where": [Location(own.path)], "table": own.which, "tier": _tier(history)}
    if history.kind == "other":
        yield unknown(
            f"The {own.which} table keeps the equations neither over all rows nor within groups of the cohort table.",
            code="not-told", add="Give the table as it was extracted.", table=own.which,
        )  # fmt: skip
    elif history.kind in ("grouped", "preserved"):
        yield from _harmonised(own, history, info if expects else None, place)
    elif expects:
        yield failed(
            f"The {own.which} table is declared as harmonised, but is {_words(history)}: no group of rows was shifted "
            "or scaled by itself.",
            code="not-harmonised",
            benign=["a batch with no effect, which harmonisation left alone"],
            **place,
        )
    elif history.kind == "scaled" and normalised == "none":
        yield failed(
            f"The {own.which} table is declared as not normalised, but is {_words(history)}.",
            code="scaled", severity=Severity.NOTE, benign=["scaled only for publication"], **place,
        )  # fmt: skip
    elif history.kind == "raw" and normalised not in ("none", ""):
        yield failed(
            f"The {own.which} table is declared as scaled ({normalised}), but holds raw values.",
            code="not-scaled", severity=Severity.NOTE, benign=["scaled later, in the model"], **place,
        )  # fmt: skip


def _harmonised(own: Examined, history: History, info, place: dict) -> Iterator[Finding]:
    names = (history.batch, *history.same)
    if info is None:
        benign = ["training and test rows scaled apart"] if SET in names else ["images normalised site by site"]
        yield failed(
            f"The {own.which} table is declared without harmonisation, but is {_words(history)}.",
            code="harmonised", benign=benign, **place,
        )  # fmt: skip
        return
    parts = [name.partition(PARTS)[0] for name in names if PARTS in name]
    if info.batch and info.batch not in (*names, *parts):
        yield failed(
            f"The {own.which} table is declared as harmonised by {info.batch!r}, but is {_words(history)}.",
            code="other-batch", benign=["two columns that name the same thing at another depth"], **place,
        )  # fmt: skip
    if parts and not {name for name in names if PARTS not in name}:
        yield failed(
            f"Within {parts[0]!r} training and test rows of the {own.which} table were mapped in different ways: "
            "harmonisation was fitted on each set by itself.",
            code="sets-apart", severity=Severity.MINOR, benign=["a test set that was harmonised when it came in"],
            **place,
        )  # fmt: skip
    if not history.rivals and {*history.covariates} != {*info.covariates} and history.tier == "proved":
        yield failed(
            f"The {own.which} table is declared as harmonised with {_listed(info.covariates)} preserved, but is "
            f"{_words(history)}.",
            code="other-covariates", benign=["a covariate without effect, which leaves no trace"], **place,
        )  # fmt: skip


def _odd(own: Examined, history: History) -> Iterator[Finding]:
    if history.odd:
        yield failed(
            f"{len(history.odd)} of {len(own.cases)} rows of the {own.which} table break equations that hold in the "
            "others to the last digit.",
            code="odd-rows",
            severity=Severity.MINOR,
            where=[Location(own.path)],
            rows=[{"case": own.cases[row]} for row in history.odd[:MOST_ROWS]],
            benign=["missing values that were filled in", "synthetic rows that are declared as such"],
            table=own.which,
        )


def _words(history: History) -> str:
    kept = f" with {_listed(history.covariates)} preserved" if history.covariates else ""
    return {
        "raw": "as pyradiomics wrote it",
        "scaled": "consistent with one shift and scale of each column",
        "grouped": f"consistent with harmonisation by {history.batch!r}",
        "preserved": f"consistent with harmonisation by {history.batch!r}{kept}",
    }[history.kind]


def _listed(names) -> str:
    return " and ".join(repr(own) for own in names) or "nothing"


def _tier(history: History) -> Tier:
    return Tier.PROVED if history.tier == "proved" else Tier.TESTED
