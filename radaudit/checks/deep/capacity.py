from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, not_applicable, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.deep_table import DeepTable
from radaudit.evidence.sizes import Sizes
from radaudit.statistics.capacity import separable
from radaudit.study.manifest import ModelInfo

BENIGN = (
    "a penalty, or few features chosen inside the training set, that keep the model from using them all",
    "features that are so much alike that they amount to fewer",
)


@check("deep/capacity", severity=Severity.MINOR, references=("doi:10.1109/PGEC.1965.264137", "doi:10.1136/bmj.m441"))
def capacity(
    deep_table: DeepTable, models: tuple[ModelInfo, ...], sizes: Sizes, *, chance: float = 0.05
) -> Iterator[Finding]:
    """The training cases are too many to be told apart by the network's features whatever their outcome.

    With as many features as half the cases a line through feature space separates any two classes in half of all ways
    to draw them (Cover 1965): a perfect fit then says nothing of the disease. Networks give hundreds of features where
    studies have tens of cases. The share of all outcomes that these features could fit without an error is
    compared with option chance.

    Remedy: reduce the features inside the training set, penalise the model, or learn from more cases, and show what is
    reached on cases that were held out.
    """
    features = len(deep_table.names)
    deep = {model.name for model in models if model.features == "deep"}
    found = [own for own in sizes.learnt if own.task == "binary" and own.model in deep]
    if not found:
        yield not_applicable("No model of two classes is learnt from the deep features: nothing is known of others.")
    for own in found:
        yield _judged(own.model, features, own.candidates, len(own.outcomes), chance)


def _judged(model: str, features: int, candidates: int, cases: int, chance: float) -> Finding:
    given = candidates or features
    if not cases:
        return unknown(f"{model}: it is not known which cases it was trained on.")
    share = separable(cases, given)
    said = (
        f"{model}: {counted(given, 'feature')} and {counted(cases, 'training case')}: {100 * share:.2g} % of all "
        "outcomes that these cases could have had would be fitted without an error"
    )
    details = {"features": given, "cases": cases, "share": share, "tier": Tier.PROVED}
    if share <= chance:
        return passed(f"{said}.", **details)
    return failed(f"{said}, whatever they mean.", code="any-outcome-fits", benign=BENIGN, **details)
