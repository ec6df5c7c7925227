from collections.abc import Iterator, Sequence

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.model_features import ModelFeatures
from radaudit.evidence.repeat_figures import Judged, bland_altman_plots, column_of
from radaudit.evidence.repeats import Repeats
from radaudit.features.steadiness import Verdict

SHOWN = 200
BETWEEN = {"retest": "two scans of one person", "readers": "readers"}
BENIGN = (
    "second scans or readers that are worse than those of the study",
    "cases that are more alike than those of the study, which lowers every ICC",
)


@check(
    "features/model-features-are-stable",
    severity=Severity.MAJOR,
    references=("doi:10.1016/j.jcm.2016.02.012", "doi:10.1038/nrclinonc.2017.141"),
)
def model_features_are_stable(
    model_features: ModelFeatures,
    retests: Repeats | None,
    readings: Repeats | None,
    *,
    robust: float = 0.9,
    unstable: float = 0.5,
) -> Iterator[Finding]:
    """No feature that the model uses is unstable between two scans of one person, or between readers.

    A model is as repeatable as what it is made of. Each of its features is judged by the 95 % interval of ICC(A,1):
    robust if all of it reaches option robust, unstable if all of it lies below option unstable, else borderline, which
    more cases would settle. Bland-Altman plots show by how much two measurements differ, and whether the difference
    grows with the value.

    Remedy: fit the model again without the features that fall, and show what it is worth then.
    """
    given = [Judged.by(own, robust, unstable) for own in (retests, readings) if own is not None]
    if not given:
        raise Unavailable(
            "The study gives no repeated measurements.",
            "Add 'stability.test_retest' or 'stability.readers' (tables), or 'images.retest' or 'images.readers'.",
        )
    if not model_features.own:
        raise Unavailable(
            "It is not known which features the models use.", "List them in 'models[].features', or audit with --trust."
        )
    for model, features in model_features.own.items():
        for own in given:
            yield _of_model(model, features, own)


def _of_model(model: str, features: Sequence[str], found: Judged) -> Finding:
    own = found.repeats
    columns = {name: column for name in features if (column := column_of(own, name)) is not None}
    between = BETWEEN[own.kind]
    if not columns:
        return unknown(
            f"None of the {counted(len(features), 'feature')} of {model} was measured again between {between}.",
            code="not-measured",
            add=f"Add its features to {own.where.path}.",
            features=len(features),
        )
    verdict = {column: found.verdicts[own.columns[column]] for column in columns.values()}
    fallen = [column for column, one in verdict.items() if one is Verdict.UNSTABLE]
    estimate = own.agreement["icc2"].estimate
    order = sorted(verdict, key=lambda column: float(estimate[own.columns[column]]))
    absent = len(features) - len(columns)
    details = {
        "tier": Tier.TESTED,
        "where": [own.where],
        "rows": found.rows(order[:SHOWN]),
        "plots": [found.ordered(order, model), *bland_altman_plots(own, order)],
        "features": len(features),
        "measured": len(columns),
        **{one.value: sum(verdict[column] is one for column in verdict) for one in Verdict},
    }
    tail = f"; {absent} were not measured again" if absent else ""
    if fallen:
        shown = ", ".join(fallen[:4]) + (" and others" if len(fallen) > 4 else "")
        verb = "is" if len(fallen) == 1 else "are"
        return failed(
            f"{model} uses {counted(len(fallen), 'feature')} of {len(columns)} that {verb} unstable between {between}: "
            f"{shown}{tail}.",
            code="unstable-in-model",
            benign=BENIGN,
            **details,
        )
    if all(one is Verdict.UNKNOWN for one in verdict.values()):
        return unknown(
            f"The agreement of the features of {model} between {between} can't be told: {found.reason(order[0])}.",
            code="no-agreement",
            add="Measure them in more cases.",
            rows=details["rows"],
        )
    loose = details["borderline"]
    said = f"of the {counted(len(columns), 'feature')} of {model} none is unstable between {between}"
    return passed(f"{said[0].upper()}{said[1:]}; {loose} are borderline{tail}.", code="none-falls", **details)
