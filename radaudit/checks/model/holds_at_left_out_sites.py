from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.left_out import LeftOut, LeftOutSites

NOTHING = {"auc": 0.5, "c_index": 0.5, "r2": 0.0}  # what a model that knows nothing reaches
BENIGN = (
    "cases differ between sites: other stages or treatments are harder or easier for anybody",
    "fewer cases to learn from: a site's share of them is missing",
    "patients of one site do worse in truth, and telling sites apart ranks patients of different sites rightly",
)


@check(
    "model/holds-at-left-out-sites",
    severity=Severity.MAJOR,
    references=(
        "doi:10.1016/j.jclinepi.2015.04.005",
        "doi:10.1002/sim.1482",
        "doi:10.1111/j.1467-985X.2008.00552.x",
        "doi:10.1371/journal.pmed.1002683",
    ),
)
def holds_at_left_out_sites(
    left_out_sites: tuple[LeftOutSites, ...], *, material: float = 0.05, alpha: float = 0.05
) -> Iterator[Finding]:
    """The model holds at sites that it did not learn from.

    A model can tell sites apart and predict from that: where patients of a site do worse, it looks right at the sites
    it knows and fails at the next. Here it is fitted without each site in turn and tried on that site alone, with every
    leak that is known taken out, and where its features were harmonised, harmonised without that site's outcomes. It
    fails where the claimed figure, run again without leaks, is better than the mean over left-out sites by more than
    option material (of R2 too), with an interval above 0; minor where only the sites differ from each other (Cochran's
    Q, level: option alpha). With few sites the interval for a new site is wide: that is what is known.

    Remedy: report the figure of each left-out site, and their summary with its prediction interval.
    """
    for own in left_out_sites:
        yield _unknown(own) if own.problem else _judged(own, own.ways[0], material, alpha)


def _unknown(own: LeftOutSites) -> Finding:
    return unknown(f"{own.model}: could not be tried at left-out sites: {own.problem}.")


def _judged(own: LeftOutSites, way: LeftOut, material: float, alpha: float) -> Finding:
    gauge = own.gauge
    sites = ", ".join(f"{site.name} {gauge.text(site.figure.estimate)}" for site in way.sites)
    said = f"{own.model}, each site left out in turn: {gauge.name} {gauge.interval(way.mean)} on average ({sites})"
    details = _details(own, way)
    worse = [one for one in own.elsewhere if one.better.low > 0 and one.better.estimate > material]
    if worse:
        most = max(worse, key=lambda one: one.better.estimate)
        gap = f"{gauge.text(most.better.estimate)} [{gauge.text(most.better.low)}, {gauge.text(most.better.high)}]"
        leaks = "" if own.plain else " without known leaks"
        return failed(
            f"{said}; with all sites in the training, {most.label} comes out at "
            f"{gauge.text(most.rerun.estimate)}{leaks}, better by {gap}.",
            code="worse-at-left-out-sites",
            where=[one.place for one in worse if one.place],
            severity=Severity.MINOR if own.plain else Severity.MAJOR,
            benign=BENIGN,
            **details,
        )
    if way.summary and way.summary.p <= alpha:
        said += f"; sites differ (Cochran's Q, p = {way.summary.p:.2g}, I2 = {way.summary.i2:.0%})"
        return failed(f"{said}.", code="sites-differ", severity=Severity.MINOR, benign=BENIGN, **details)
    if way.mean.low <= NOTHING[gauge.metric.name]:
        add = "More cases, or more sites, would tell."
        return unknown(f"{said}: not shown to be better than knowing nothing.", add=add, **details)
    if way.way == "given":
        add = "Give the table from before the harmonisation as 'features.table', the other as 'harmonisation.table'."
        return unknown(f"{said}; but the table was harmonised with these sites in it.", add=add, **details)
    if own.early:
        return unknown(f"{said}; but {own.early}, which flatters all of them.", **details)
    return passed(f"{said}.", **details)


def _details(own: LeftOutSites, way: LeftOut) -> dict[str, object]:
    details = {"tier": Tier.TESTED, "mean": way.mean.estimate, "low": way.mean.low, "high": way.mean.high}
    details |= {"harmonised": way.label, "rows": _rows(own), "plots": [_plot(own, way)]}
    if way.summary:
        details |= {"summary": way.summary.mean.estimate, "summary_low": way.summary.mean.low}
        details |= {"summary_high": way.summary.mean.high, "q": way.summary.q, "p": way.summary.p, "i2": way.summary.i2}
    if way.summary and way.summary.predicted:
        predicted = way.summary.predicted
        details |= {"new_site_low": predicted.low, "new_site_high": predicted.high}
    if own.small:
        details["too_small"] = ", ".join(own.small)
    return details


def _rows(own: LeftOutSites) -> list[dict[str, object]]:
    rows = []
    for way in own.ways:
        rows += [
            {
                "harmonisation": way.label,
                "left out": site.name,
                own.gauge.name: site.figure.estimate,
                "low": site.figure.low,
                "high": site.figure.high,
                "cases": site.cases,
            }
            for site in way.sites
        ]
        rows += [{"harmonisation": way.label, "left out": f"not run: {way.problem}"}] if way.problem else []
    return rows


def _plot(own: LeftOutSites, way: LeftOut) -> Plot:
    rows = [(site.name, site.figure) for site in way.sites]
    if way.summary:
        rows.append(("sites like these, on average", way.summary.mean))
        rows += [("a new site", way.summary.predicted)] if way.summary.predicted else []
    rows += [(one.label, one.rerun) for one in own.elsewhere]
    values, low, high = (tuple(getattr(found, key) for _, found in rows) for key in ("estimate", "low", "high"))
    return Plot(
        "intervals",
        f"Each site left out in turn: {own.model}",
        own.gauge.axis,
        "",
        (Series("with 95 % interval", values, tuple(range(len(rows))), low, high),),
        tuple(name for name, _ in rows),
        note="Fitted on the other sites each time; average and new site by random effects. Claims were run again "
        "without known leaks.",
    )
