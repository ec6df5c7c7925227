from collections.abc import Iterator, Mapping, Sequence

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.left_out import LeftOut, LeftOutSites
from radaudit.evidence.what_ifs import Variant, WhatIf
from radaudit.statistics.interval import Interval

SHORT = {  # in the plot, where a row has room for few words
    "given": "as the study harmonised it",
    "none": "not harmonised",
    "train": "on the training rows",
    "all": "on all rows",
    "outcome": "on all rows, with the outcome",
}
SHORT_AWAY = {
    "given": "sites left out, table as it is",
    "estimate": "sites left out, then estimated",
    "leave": "sites left out, left as they are",
    "none": "sites left out, not harmonised",
}
NEARER = 2  # times as near as what training rows give: the libraries differ by less
SEEN = {True: "yes", False: "no", None: "not said"}
BENIGN = (
    "scanners do add noise, and a harmonisation that takes it out should help",
    "sites treat other patients: what harmonisation takes out can be biology",
)


@check(
    "model/independent-of-harmonisation",
    severity=Severity.MAJOR,
    references=("doi:10.1093/biostatistics/kxv027", "doi:10.48550/arXiv.2410.19643", "doi:10.3390/jpm11090842"),
)
def independent_of_harmonisation(
    what_ifs: tuple[WhatIf, ...],
    left_out_sites: tuple[LeftOutSites, ...] | None,
    *,
    material: float = 0.02,
    wide: float = 0.1,
) -> Iterator[Finding]:
    """What a model reaches does not hang on how its features were harmonised.

    ComBat that is fitted on all rows has seen the held-out ones, and where it was told the outcome it writes it into
    their features: with other shares of events at each site, noise predicts. Here the model is run with the features
    as the study gives them, not harmonised, harmonised on the training rows alone, on all rows, and on all rows with
    the outcome, everything else alike. It fails, critically, where the study's own table does better than training
    rows alone by more than option material, with an interval above 0, and either the authors say that it was fitted on
    all rows or its values are nearer to that; else that is minor. Where not harmonising does better, the model may tell
    sites apart, and lose that, or lose signal that goes with the site: that is major only where the model also does
    worse at left-out sites. Where not harmonising does worse, a minor finding says that the figure needs the
    harmonisation. A difference that may still be larger than option wide is not settled.

    Remedy: harmonise within each training set, without the outcome, and show the figures of both choices.
    """
    elsewhere = {own.model: own for own in left_out_sites or ()}
    for own in what_ifs:
        if own.problem:
            yield unknown(f"{_name(own)}: could not be harmonised otherwise: {own.problem}.")
        else:
            yield _judged(own, elsewhere.get(own.model), material, wide)


def _judged(own: WhatIf, elsewhere: LeftOutSites | None, material: float, wide: float) -> Finding:
    details = {"tier": Tier.TESTED, "rows": _rows(own, elsewhere), "plots": [_plot(own, elsewhere)]}
    first, train, none = own.variants[0], own.of("train"), own.of("none")
    said = f"{_name(own)}: {_said(own, [one for one in (first, train, none) if one])}"
    if train is None or none is None:
        why = next((one.problem for one in own.variants if one.problem), "")
        return unknown(f"{said}; the others could not be run: {why}.", **details)
    if first.name == "given" and _shown(train.less, material):
        leak = _leak(own)
        return failed(
            f"{said}: the table as the study harmonised it does better than training rows allow, by "
            f"{_gap(own, train.less)}{_nearest(own)}.",
            code="only-with-held-out-rows" if leak else "better-than-on-training-rows",
            severity=Severity.CRITICAL if leak else Severity.MINOR,
            benign=("a harmonisation with other options or covariates than the study tells", _TAKEN),
            difference=train.less.estimate,
            **details,
        )
    gained = own.gained
    details["gained"] = gained.estimate
    if _shown(gained, material):
        message = f"{said}: it needs the harmonisation, which is worth {_gap(own, gained)}."
        return failed(message, code="needs-harmonisation", severity=Severity.MINOR, benign=BENIGN, **details)
    if _shown(_turned(gained), material):
        message = f"{said}: harmonised on the training rows it loses {_gap(own, _turned(gained))}."
        severity = Severity.MAJOR if _worse_elsewhere(elsewhere, material) else Severity.MINOR
        return failed(message, code="lost-when-harmonised", severity=severity, benign=(*BENIGN, _TAKEN), **details)
    widest = max(abs(end) for gap in (gained, train.less) if gap for end in (gap.low, gap.high))
    if widest > wide:
        add = "More held-out cases would tell."
        return unknown(f"{said}: a difference of up to {own.gauge.text(widest)} is possible.", add=add, **details)
    return passed(f"{said}.", **details)


_TAKEN = "where events are more frequent at one site, harmonisation without the outcome takes signal out with the "
_TAKEN += "scanner's effect, and training rows then give less than is there"


def _worse_elsewhere(elsewhere: LeftOutSites | None, material: float) -> bool:
    """Whether the model does worse at sites that it did not learn from, which what is lost here alone doesn't tell."""
    return any(
        one.better.low > 0 and one.better.estimate > material for one in (elsewhere.elsewhere if elsewhere else ())
    )


def _leak(own: WhatIf) -> bool:
    """Whether held-out rows had a part in the study's table: it is said, or the table is nearest to one of those."""
    near = own.nearest
    return bool(own.variants[0].sees or (near and near.sees and near.apart < own.of("train").apart / NEARER))


def _shown(gap: Interval, material: float) -> bool:
    return gap.low > 0 and gap.estimate > material


def _turned(gap: Interval) -> Interval:
    return Interval(-gap.estimate, -gap.high, -gap.low, gap.level, gap.method)


def _name(own: WhatIf) -> str:
    return f"{own.model}, {'cross-validated' if own.set == 'cv' else f'the {own.set} set'}"


def _said(own: WhatIf, variants: Sequence[Variant]) -> str:
    figures = [f"{one.label} {own.gauge.interval(one.figure)}" for one in dict.fromkeys(variants)]
    return f"{own.gauge.name} of {'; '.join(figures)}"


def _gap(own: WhatIf, gap: Interval) -> str:
    return f"{own.gauge.text(gap.estimate)} [{own.gauge.text(gap.low)}, {own.gauge.text(gap.high)}]"


def _nearest(own: WhatIf) -> str:
    near = own.nearest
    if near is None:
        return ""
    return f"; it is nearest to {near.label} (median difference {near.apart:.2g} standard deviations)"


def _rows(own: WhatIf, elsewhere: LeftOutSites | None) -> list[Mapping[str, object]]:
    rows = []
    for one in own.variants:
        row = {
            "harmonisation": one.label,
            "held-out rows had a part": {True: "yes", False: "no"}.get(one.sees, "not said"),
        }
        if one.problem:
            rows.append(row | {own.gauge.name: None, "not run": one.problem})
            continue
        row |= {own.gauge.name: one.figure.estimate, "low": one.figure.low, "high": one.figure.high}
        if one.less is not None:
            row |= {"study's own is better by": one.less.estimate, "from": one.less.low, "to": one.less.high}
        if one.apart is not None:
            row["median difference of the tables (SD)"] = one.apart
        rows.append(row)
    for way in _left_out(elsewhere):
        row = {"harmonisation": f"each site left out in turn: {way.label}", "held-out rows had a part": "no"}
        rows.append(row | {own.gauge.name: way.mean.estimate, "low": way.mean.low, "high": way.mean.high})
    return rows


def _left_out(elsewhere: LeftOutSites | None) -> list[LeftOut]:
    return [way for way in (elsewhere.ways if elsewhere else ()) if way.mean is not None]


def _plot(own: WhatIf, elsewhere: LeftOutSites | None) -> Plot:
    run = [one for one in own.variants if not one.problem]
    kinds = (
        ("held-out rows had no part", [(SHORT[one.name], one.figure) for one in run if one.sees is False]),
        ("held-out rows had a part", [(SHORT[one.name], one.figure) for one in run if one.sees]),
        ("not said", [(SHORT[one.name], one.figure) for one in run if one.sees is None]),
        ("at sites not learnt from", [(SHORT_AWAY[way.way], way.mean) for way in _left_out(elsewhere)]),
    )
    labels = [label for _, rows in kinds for label, _ in rows]
    series, start = [], 0
    for name, rows in kinds:
        if rows:
            values, low, high = (tuple(getattr(found, key) for _, found in rows) for key in ("estimate", "low", "high"))
            series.append(Series(name, values, tuple(range(start, start + len(rows))), low, high))
            start += len(rows)
    return Plot(
        "strip",
        f"Harmonised otherwise: {_name(own)}",
        own.gauge.axis,
        "",
        tuple(series),
        tuple(labels),
        note="The same model on the same cases; whatever else flatters was taken out. Intervals on the same resamples.",
    )
