from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.kept_features import KeptFeatures
from radaudit.evidence.model_features import ModelFeatures
from radaudit.evidence.offered import Features, OfferedFeatures
from radaudit.features.names import parse_name

SHOWN = 200
BENIGN = (
    "a list of stable features that is shorter than the one that was used, such as an excerpt for the paper",
    "a feature that was kept for another declared reason, such as a known prognostic factor",
)


@check(
    "features/model-keeps-to-kept-features",
    severity=Severity.MAJOR,
    references=("doi:10.1038/nrclinonc.2017.141", "doi:10.1016/j.jcm.2016.02.012"),
)
def model_keeps_to_kept_features(
    kept_features: KeptFeatures, model_features: ModelFeatures, offered: OfferedFeatures | None
) -> Iterator[Finding]:
    """The model uses no feature that the study itself left out as unstable.

    A study that keeps the stable features only, and then fits its model on others too, has not done what it says: the
    claim of repeatability doesn't hold for the model. The names of the list are compared with those that the fitted
    model uses, or is listed with, as the tables write them and as pyradiomics does. Where the list is one of
    pyradiomics' features, variables of another kind (age, a network's features) were no candidates for it and are not
    asked.

    Remedy: fit the model on the kept features alone, or list what was kept in truth.
    """
    if not model_features.own:
        raise Unavailable(
            "It is not known which features the models use.", "List them in 'models[].features', or audit with --trust."
        )
    for model, features in model_features.own.items():
        table = offered.tables.get(model) if offered else None
        yield _of_model(model, features, kept_features, table)


def _of_model(model: str, features: tuple[str, ...], kept: KeptFeatures, table: Features | None) -> Finding:
    inside = set(kept.among(features)) | _by_other_names(features, kept, table.names if table else ())
    if any(parse_name(name) for name in inside):
        features = tuple(name for name in features if name in inside or parse_name(name))
    strangers = [name for name in features if name not in inside]
    count = counted(len(features), "feature")
    details = {"tier": Tier.PROVED, "features": len(features), "kept": len(kept.patterns), "where": [kept.where]}
    if not features:
        return unknown(f"{model}: it is on no feature whose name the tables know.")
    if not inside:
        return unknown(
            f"{model}: none of its {count} is in the list of kept ones, so the names may follow another convention.",
            code="no-name-in-common",
            add="Write the names in 'stability.kept' as the model's table has them.",
            rows=[{"feature": name} for name in strangers[:SHOWN]],
        )
    if strangers:
        return failed(
            f"{model} uses {len(strangers)} of its {count} although the study did not keep them as stable: "
            f"{', '.join(strangers[:4])}{' and others' if len(strangers) > 4 else ''}.",
            code="not-kept",
            rows=[{"feature": name} for name in strangers[:SHOWN]],
            benign=BENIGN,
            **details,
        )
    return passed(f"{model}: the study kept as stable all that it uses ({count}).", **details)


def _by_other_names(features: tuple[str, ...], kept: KeptFeatures, columns: tuple[str, ...]) -> set[str]:
    """Features that the list names as a column of the model's table, or in another spelling of pyradiomics' names."""
    named = (*kept.patterns, *kept.among(columns))
    plain = {own.plain for name in named if (own := parse_name(name))}
    return {name for name in features if (own := parse_name(name)) and own.plain in plain}
