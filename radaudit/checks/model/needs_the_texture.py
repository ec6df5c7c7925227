from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, not_applicable, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.texture import Kept, Texture
from radaudit.features.controls.control import in_words
from radaudit.features.names import parse_name

BENIGN = (
    "a signature of shape, size or of the grey values' distribution, which is reported as such",
    "texture features with a small weight beside strong ones of another kind",
)


@check(
    "model/needs-the-texture",
    severity=Severity.MAJOR,
    references=("doi:10.1016/j.radonc.2018.10.027", "https://github.com/bhklab/readii"),
)
def needs_the_texture(texture: tuple[Texture, ...], *, margin: float = 0.02) -> Iterator[Finding]:
    """The model does worse on tumours whose voxels were shuffled.

    Shuffling the voxels of the ROI keeps its shape, its size and its histogram, and destroys every texture. The study's
    estimator is fitted on the training cases as they are and predicts held-out cases, once as they are and once
    shuffled, both extracted with the study's own parameters. Where its AUC (C-index, R2) is kept within option margin,
    by the interval of the paired difference (bootstrap of patients), what it has learnt is no texture. Shuffling the
    whole image takes the histogram as well: what is left then is shape or volume. Full audits also shuffle what is
    outside, draw voxels from the ROI's distribution, and fit the estimator on such cases.

    Remedy: call it what it is, a signature of size, shape or histogram, and report it beside the volume alone.
    """
    for own in texture:
        yield _judged(own, margin)


def _judged(own: Texture, margin: float) -> Finding:
    name = own.own.name if not own.set else f"{own.own.name}, {_words(own.set)}"
    if own.problem:
        return unknown(f"{name}: can't be held against negative controls: {own.problem}.")
    listed = own.own.info.features
    if isinstance(listed, list) and all(_is_shape(feature) for feature in listed):
        return not_applicable(f"{name}: its features are of shape by the study's own list.")
    gauge, first = own.gauge, own.kept[0]
    lost = first.lost
    said = (
        f"{name}: {gauge.name} {gauge.text(own.figure.estimate)} on {counted(own.cases, 'case')} as they are, "
        f"{gauge.text(first.figure)} with {in_words(first.control)} (lost {gauge.text(lost.estimate, '+')} "
        f"[{gauge.text(lost.low, '+')}, {gauge.text(lost.high, '+')}])"
    )
    details = {
        "tier": Tier.TESTED,
        "as_they_are": own.figure.estimate,
        "shuffled": first.figure,
        "lost": lost.estimate,
        "low": lost.low,
        "high": lost.high,
        "margin": margin * gauge.step,
        "cases": own.cases,
        "interval_by": lost.method,
        "rows": [_row(own, kept) for kept in own.kept],
        "plots": [_plot(own, name)],
    }
    if own.figure.contains(own.chance):
        said += ": as it is, it is not shown to be better than chance, so that there is nothing to lose."
        return unknown(said, **details)
    if lost.high <= margin * gauge.step:
        return failed(f"{said}: {_learnt(own, margin)}.", code="keeps-its-skill", benign=BENIGN, **details)
    if lost.low > 0:
        return passed(f"{said}: it needs the texture.{_around(own, margin)}", **details)
    add = "More held-out cases would tell; raise 'effort.controlled_cases' if a sample was drawn."
    return unknown(f"{said}: not settled.", add=add, **details)


def _words(name: str) -> str:
    return "cross-validated" if name == "cv" else f"the {name} set"


def _is_shape(name: str) -> bool:
    parts = parse_name(name)
    return parts is not None and parts.kind.startswith("shape")


def _learnt(own: Texture, margin: float) -> str:
    """What is left of what it can have learnt."""
    everywhere = next((kept for kept in own.kept if kept.control == "shuffled_full"), None)
    left = ["shape", "volume"]
    if everywhere is None or everywhere.lost.high > margin * own.gauge.step:
        left.append("the spread of grey values")
    if own.own.setup.clinical:
        left.append("its clinical variables")
    return f"its skill is that of {', '.join(left[:-1])} or {left[-1]}, and of no texture"


def _around(own: Texture, margin: float) -> str:
    """A word on the surroundings, where they matter."""
    outside = next((kept for kept in own.kept if kept.control == "shuffled_non_roi"), None)
    if outside is None or outside.lost.low <= margin * own.gauge.step:
        return ""
    return " It also needs what lies outside of the ROI, which filters and resampling reach."


def _row(own: Texture, kept: Kept) -> dict:
    return {
        "control": kept.control,
        "what was done": in_words(kept.control),
        "as they are": own.figure.estimate,
        "under the control": kept.figure,
        "lost": kept.lost.estimate,
        "low": kept.lost.low,
        "high": kept.lost.high,
        "fitted under it too": kept.learnt,
    }


def _plot(own: Texture, name: str) -> Plot:
    rows = range(len(own.kept))
    series = Series(
        "lost, with 95 % interval",
        tuple(kept.lost.estimate for kept in own.kept),
        tuple(rows),
        tuple(kept.lost.low for kept in own.kept),
        tuple(kept.lost.high for kept in own.kept),
    )
    return Plot(
        "intervals",
        f"What the model loses under negative controls: {name}",
        f"{own.gauge.axis} lost",
        "",
        (series,),
        labels=tuple(in_words(kept.control) for kept in own.kept),
        note="Near 0 the model keeps its skill without what the control takes away.",
    )
