from collections.abc import Iterator

from radaudit.core.finding import Finding, Location, Severity, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.features.recovery.recovered import Change, Recovery
from radaudit.features.settings import Settings


@check(
    "features/declared-settings-made-the-table",
    severity=Severity.MAJOR,
    references=("doi:10.1148/radiol.2020191145", "doi:10.1158/0008-5472.CAN-17-0339"),
)
def declared_settings_made_the_table(recovery: Recovery, settings: Settings | None) -> Iterator[Finding]:
    """The declared parameters are those that made the table.

    Where the declared parameters do not give the reported features, others are tried on a few cases: what can be
    worked out from the numbers is worked out (bins, voxel volume, scales), the rest is tried one setting after the
    other. pyradiomics is stable enough that settings which give every feature of every case tried are the ones that
    were used, or can't be told from them. Whoever takes the declared parameters instead gets other features than the
    model was built on.

    Remedy: declare the parameters that made the table, or make the table again with those that are declared.
    """
    if recovery.status == "declared":
        yield _as_declared(recovery)
    elif recovery.status == "not-recovered":
        yield _not_recovered(recovery, settings)
    elif settings is None:
        yield _inferred(recovery)
    else:
        yield _recovered(recovery, settings)


def _as_declared(recovery: Recovery) -> Finding:
    left = recovery.compared - recovery.after
    message = f"The declared parameters give {recovery.features} features of {counted(len(recovery.cases), 'case')}"
    if left:
        message += f", but for {counted(left, 'value')} in single cases, which no setting would explain"
    return passed(f"{message}.", values=recovery.compared, agreeing=recovery.after)


def _recovered(recovery: Recovery, settings: Settings) -> Finding:
    found = "; ".join(_said(change) for change in recovery.changes)
    confirmed = f"Like this all {recovery.features} features of {_cases(recovery)} come out as reported, against "
    confirmed += f"{recovery.before} of {recovery.compared} values with the declared parameters. {_cost(recovery)}"
    if recovery.part and not recovery.others:
        message = f"{recovery.part} cases of the table were made with other parameters than the rest: {found}."
        code = "settings-mixed"
    else:
        message, code = f"The table was made with other parameters than those declared: {found}.", "settings-recovered"
    return failed(
        f"{message} {confirmed}",
        code=code,
        where=[Location(settings.path)] if settings.path else [],
        rows=_rows(recovery),
        **_values(recovery),
    )


def _inferred(recovery: Recovery) -> Finding:
    """The question can't be answered where nothing is declared; what would have been the answer is worth telling."""
    found = ", ".join(f"{name} {value}" for name, value in recovery.settings)
    also = "; ".join(change.also for change in recovery.changes if change.also)
    return unknown(
        f"No parameters are declared. The table can be made with {found}, and pyradiomics' defaults for the rest: "
        f"all {recovery.features} features of {_cases(recovery)} come out as reported."
        + (f" Not told apart: {also}." if also else "")
        + f" Declare them in 'features.settings'. {_cost(recovery)}",
        code="settings-inferred",
        rows=_rows(recovery),
        **_values(recovery),
    )


def _not_recovered(recovery: Recovery, settings: Settings | None) -> Finding:
    what = "The table is not what the declared parameters give" if settings else "No parameters are declared"
    if recovery.part:
        what = f"{recovery.part} cases of the table are not what the declared parameters give"
    message = f"{what}, and no configuration in the grid matches: {recovery.reason}."
    if recovery.changes:
        nearest = ", ".join(f"{change.setting} {change.found}" for change in recovery.changes)
        message += f" Nearest comes {nearest} ({recovery.after} of {recovery.compared} values)."
    return unknown(
        f"{message} {_cost(recovery)}",
        code="settings-not-recovered",
        rows=_rows(recovery),
        benign=["other images or masks, another tool, or values that were changed after extraction"],
        **_values(recovery),
    )


def _said(change: Change) -> str:
    declared = change.declared
    if change.setting in ("binWidth", "binCount"):  # which of the two is declared is part of the answer
        declared = declared.removeprefix(f"{change.setting} ")
    also = f"; not told apart: {change.also}" if change.also else ""
    return f"{change.setting} is {change.found} (declared: {declared}{also})"


def _cases(recovery: Recovery) -> str:
    return counted(len(recovery.cases), "case")


def _cost(recovery: Recovery) -> str:
    readings = f" and {counted(recovery.readings, 'reading')} of grey levels" if recovery.readings else ""
    return f"The search took {counted(recovery.extractions, 'extraction')}{readings}."


def _rows(recovery: Recovery) -> list[dict]:
    return [
        {
            "tried": one.changes,
            "case": one.case,
            "features that agree": "could not be extracted" if one.failed else f"{one.agreeing} of {one.compared}",
        }
        for one in recovery.tried
    ]


def _values(recovery: Recovery) -> dict:
    return {
        "extractions": recovery.extractions,
        "agreeing_before": recovery.before,
        "agreeing_after": recovery.after,
        "compared": recovery.compared,
        "cases": len(recovery.cases),
    }
