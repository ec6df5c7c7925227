from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.evidence.forest import auc_of, forest_plot, scored_cases
from radaudit.evidence.plain import CROSS_VALIDATED, PlainModel, PlainModels
from radaudit.evidence.printed import PrintedSet
from radaudit.evidence.reruns import Rerun
from radaudit.statistics.delong import delong_test

BENIGN = (
    "a set so small that no difference could be shown",
    "the signature is meant to replace the variable, not to add to it",
)


@check(
    "model/better-than-simple-models",
    severity=Severity.MAJOR,
    references=("doi:10.1016/j.radonc.2018.10.027", "doi:10.2307/2531595"),
)
def better_than_simple_models(
    plain_models: PlainModels,
    cohort: Cohort,
    outcome: Outcome,
    split: Split | None,
    reruns: Mapping[str, Rerun] | None,
    printed_claims: tuple[PrintedSet, ...] | None,
    *,
    level: float = 0.95,
) -> Iterator[Finding]:
    """The model discriminates better than volume, clinical variables, site, acquisition or missing values alone.

    A signature that does no better than the size of the ROI may be a size meter (a published one was); one that does
    no better than the site has learnt who was sent where. A logistic regression sees one of these alone, fitted on the
    same training rows less those with a twin in another set, and is compared with the re-run model on the same cases
    (DeLong's paired test, intervals of level `level`). The forest plot shows all AUCs, and plain pipelines on the whole
    table among them.

    Remedy: report the simple model beside the signature, and what the signature adds to it.
    """
    scored = {name: own for name, own in (reruns or {}).items() if own.scores}
    single = [own for own in plain_models.models if own.alone and not own.problem]
    plots = [
        forest_plot(name, plain_models, scored, printed_claims or (), cohort, outcome, split)
        for name in plain_models.sets
    ]
    plots = [plot for plot in plots if plot.labels]
    if not single:
        raise Unavailable("The study gives no variable for a simple model.", _add(plain_models))
    said = False
    for model in scored.values():
        for name in plain_models.sets:
            finding = _compared(name, model, single, cohort, outcome, split, level)
            if finding is not None:
                yield replace(finding, plots=() if said else tuple(plots))
                said = True
    if not said:
        yield unknown(
            f"{counted(len(single), 'simple model')} could be fitted, but there are no scores of the study's model to "
            "compare with them.",
            add="Audit with --trust, so that the model is run; or give 'models[].predictions'.",
            plots=plots,
        )


def _compared(
    name: str,
    model: Rerun,
    single: list[PlainModel],
    cohort: Cohort,
    outcome: Outcome,
    split: Split | None,
    level: float,
) -> Finding | None:
    if name == CROSS_VALIDATED:  # the model was fitted on these very cases; nothing to compare fairly
        return None
    rows = [row for own in single if (row := _row(name, model, own, cohort, outcome, split, level))]
    if not rows:
        return None
    beaten = [row for row in rows if row["difference"] <= 0]
    undecided = [row for row in rows if row["difference"] > 0 and row["low"] <= 0]
    where = f"{model.model}, the {name} set"
    if beaten:
        worst = min(beaten, key=lambda row: row["difference"])
        return failed(
            f"{where}: {worst['alone']} reaches AUC {worst['AUC alone']:.2f}, the model "
            f"{worst['AUC of the model']:.2f} (difference {worst['difference']:+.2f} "
            f"[{worst['low']:+.2f}, {worst['high']:+.2f}]).",
            code="no-better",
            tier=Tier.TESTED,
            rows=rows,
            benign=BENIGN,
        )
    if undecided:
        return failed(
            f"{where}: not shown to be better than {_listed(undecided)}.",
            code="not-shown-better",
            tier=Tier.TESTED,
            severity=Severity.MINOR,
            rows=rows,
            benign=BENIGN,
        )
    return passed(f"{where}: better than {_listed(rows)}.", rows=rows)


def _row(
    name: str, model: Rerun, own: PlainModel, cohort: Cohort, outcome: Outcome, split: Split | None, level: float
) -> dict | None:
    cases, events = scored_cases(name, cohort, outcome, split, [model.scores, own.scores])
    if auc_of(own.of(cases), events) is None:
        return None
    try:
        test = delong_test(model.of(cases), own.of(cases), events, level)
    except ValueError:  # a perfect score beside a constant one: no sampling variance to test with
        return None
    return {
        "alone": own.label,
        "AUC alone": float(auc_of(own.of(cases), events).estimate),
        "AUC of the model": float(auc_of(model.of(cases), events).estimate),
        "difference": test.difference.estimate,
        "low": test.difference.low,
        "high": test.difference.high,
        "p": test.p,
        "cases": len(cases),
        "events": int(np.sum(events)),
    }


def _listed(rows: list[dict]) -> str:
    return ", ".join(f"{row['alone']} (AUC {row['AUC alone']:.2f})" for row in rows)


def _add(plain: PlainModels) -> str:
    return "Missing: " + "; ".join(dict.fromkeys(plain.missing.values())) + "."
