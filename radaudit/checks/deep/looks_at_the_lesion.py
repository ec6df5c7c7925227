from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.deep_controls import LESION, REST, DeepControls
from radaudit.evidence.texture import Texture

BENIGN = (
    "tissue around the lesion that is known to matter (oedema, invasion), and is reported as what the model looks at",
    "a mask that covers only part of the lesion",
)


@check(
    "deep/looks-at-the-lesion",
    severity=Severity.MAJOR,
    references=("doi:10.1371/journal.pmed.1002683", "doi:10.1038/s42256-021-00338-7"),
)
def looks_at_the_lesion(
    deep_controls: DeepControls,
    deep_predictions: tuple[Texture, ...] | None,
    *,
    unmoved: float = 0.9,
    margin: float = 0.02,
) -> Iterator[Finding]:
    """The network's features, and what is predicted from them, change when the lesion is taken out of the image.

    Networks learn the scanner, the ward's markers and the crop's size as readily as the disease (Zech et al. 2018,
    DeGrave et al. 2021). So the lesion is replaced by the median of what surrounds it, and in a second run all but the
    lesion. Features whose median CCC with those of the case as it is stays at or above option unmoved are of something
    else. The study's estimator is fitted on cases as they are; where its measure on held-out cases without their lesion
    is kept within option margin, by the interval of the paired difference, it predicts from what is around the lesion.

    Remedy: crop closer to the lesion or blank what surrounds it, test on another site, and report what the network
    looks at.
    """
    yield _features(deep_controls, unmoved)
    for own in deep_predictions or ():
        yield _predictions(own, margin)


def _features(controls: DeepControls, unmoved: float) -> Finding:
    without, alone = controls.compared[LESION], controls.compared[REST]
    rows = [
        {
            "what was done": way,
            "median CCC with the case as it is": own.middle,
            "median distance": float(sorted(own.distance)[len(own.distance) // 2]),
        }
        for way, own in controls.compared.items()
    ]
    said = (
        "With the lesion erased, features agree with those of the case as it is by a median CCC of "
        f"{without.middle:.3f}, with all else erased by {alone.middle:.3f} ({counted(len(controls.cases), 'case')})"
    )
    details = {"rows": rows, "tier": Tier.TESTED, "without_lesion": without.middle, "lesion_alone": alone.middle}
    if without.middle >= unmoved:
        return failed(f"{said}: the lesion hardly enters them.", code="features-unmoved", benign=BENIGN, **details)
    return passed(f"{said}.", **details)


def _predictions(own: Texture, margin: float) -> Finding:
    name = own.own.name if not own.set else f"{own.own.name}, {own.set}"
    if own.problem:
        return unknown(f"{name}: it can't be scored on erased cases: {own.problem}.")
    gauge, kept = own.gauge, {one.control: one for one in own.kept}
    first = kept[LESION]
    lost = first.lost
    said = (
        f"{name}: {gauge.name} {gauge.text(own.figure.estimate)} on {counted(own.cases, 'case')} as they are, "
        f"{gauge.text(first.figure)} without their lesion (lost {gauge.text(lost.estimate, '+')} "
        f"[{gauge.text(lost.low, '+')}, {gauge.text(lost.high, '+')}]), {gauge.text(kept[REST].figure)} with "
        "the lesion alone"
    )
    details = {
        "tier": Tier.TESTED,
        "as_they_are": own.figure.estimate,
        "without_lesion": first.figure,
        "lesion_alone": kept[REST].figure,
        "lost": lost.estimate,
        "low": lost.low,
        "high": lost.high,
        "cases": own.cases,
        "rows": [
            {
                "what was done": way,
                gauge.name: one.figure,
                "lost": one.lost.estimate,
                "from": one.lost.low,
                "to": one.lost.high,
            }
            for way, one in kept.items()
        ],
    }
    if own.figure.contains(own.chance):
        return unknown(f"{said}: as it is, it is not shown to be better than chance.", **details)
    if lost.high <= margin * gauge.step:
        return failed(f"{said}: it does not need the lesion.", code="lesion-not-needed", benign=BENIGN, **details)
    if lost.low > 0:
        return passed(f"{said}: it needs the lesion.", **details)
    return unknown(
        f"{said}: whether it needs the lesion is not settled.", add="More held-out cases would tell.", **details
    )
