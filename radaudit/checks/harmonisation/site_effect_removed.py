from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.forensics import ALL
from radaudit.evidence.site_effects import HELD_OUT, TRAIN, SiteEffect, SiteEffects, SiteTable
from radaudit.study.load import Study

TESTS = 3  # of each set of rows: levels, spreads, all features together
MOST_SERIES = 6  # as many marks as there are
BENIGN = ["sites that treat other patients: what the outcome and the declared covariates don't tell of them"]
LEFT = "what is learnt from few training patients is off by their chance, and that stays in held-out rows: no fault"
LEFT += " of whoever harmonised without them"


@check(
    "harmonisation/site-effect-removed",
    severity=Severity.MINOR,
    references=(
        "doi:10.1038/s41597-023-02421-7",
        "doi:10.2967/jnumed.121.262464",
        "https://github.com/Jfortin1/ComBatHarmonization/issues/13",
    ),
)
def site_effect_removed(
    study: Study, site_effects: SiteEffects, *, alpha: float = 0.005, margin: float = 0.1, share: float = 0.06
) -> Iterator[Finding]:
    """The features that models are given do not tell the site a patient comes from.

    Scanners and protocols leave marks on features, and a model can learn the site instead of the disease. What the
    outcome and the declared covariates explain is taken out first; then sites are compared feature by feature in level
    (Kruskal-Wallis) and spread (Brown-Forsythe), and predicted from all features for left-out patients, against
    permuted sites. Training and held-out rows are judged by themselves, since ComBat fitted on the training rows leaves
    some of the site in the others, which is no fault of its authors, and minor. A site counts as told where a test
    meets alpha (divided by the three tests) and the effect is no trifle: balanced accuracy above chance by margin, or a
    feature with this share of its variance. Spread alone is shown, and counts as far as it lets sites be predicted.

    Remedy: harmonise with the site (and scanner) as batch, fitted on the training rows. Where only the harmonised table
    tells the site, take logarithms of skewed features first: a few outliers set a site's scale, and ComBat then moves
    the bulk of its values. Where only held-out rows tell it, there were few training patients: estimate a site from
    all of its rows without their outcomes, where that can be done before a patient is predicted, and say so. Else judge
    the model within sites and on a site that was left out.
    """
    harmonised, raw = site_effects.of("harmonised"), site_effects.of("raw")
    table = harmonised or raw or site_effects.tables[0]
    rows = [line for own in site_effects.tables for line in _rows(own)]
    if not table.effects:
        yield unknown(f"No two groups of {site_effects.column!r} have five patients with features.", rows=rows)
        return
    facts = {"rows": rows, "plots": [_plot(own, site_effects) for own in site_effects.tables], "tier": Tier.TESTED}
    if table.state == "unclear" or (harmonised is None and study.manifest.harmonisation is not None):
        yield unknown(
            "A harmonisation is declared, but the study gives no table that is told to be its result.",
            code="harmonised-table-not-given",
            add="Add 'harmonisation.table' to radaudit.yaml.",
            **facts,
        )
        return
    judged = [name for name in (TRAIN, HELD_OUT) if name in table.effects] if harmonised else [ALL]
    judged = judged or [ALL]
    told = {name: _ways(table.effects[name], alpha / TESTS, margin, share) for name in judged}
    told = {name: ways for name, ways in told.items() if ways}
    shown = " and ".join(f"{_accuracy(table, name)} on {_said(name)}" for name in judged)
    if not told:
        before = f" (before: {_accuracy(raw, judged[-1])})" if harmonised and raw and judged[-1] in raw.effects else ""
        yield passed(
            f"The {table.own.which} features are not shown to tell {site_effects.column!r}: balanced accuracy "
            f"{shown}{before}.",
            **facts,
        )
    elif harmonised is None and table.unseen:
        yield passed(
            f"The features tell {site_effects.column!r} (balanced accuracy {shown}), as raw features do, and models "
            f"are judged on sites that they were not trained on: {', '.join(table.unseen)}.",
            **facts,
        )
    else:
        for number, (name, ways) in enumerate(told.items()):
            own = facts if number == 0 else {"tier": Tier.TESTED}
            yield _failure(site_effects, table, raw if harmonised else None, name, ways, own)


def _ways(effect: SiteEffect, alpha: float, margin: float, share: float) -> list[str]:
    """In which ways the site is told; empty if it is not."""
    prediction, ways = effect.prediction, []
    if ((effect.sure("levels") <= alpha) & (np.nan_to_num(effect.differences.share) >= share)).any():
        ways.append("levels")
    if effect.least("spreads") <= alpha:
        ways.append("spreads")
    if prediction.p <= alpha and prediction.accuracy - prediction.chance >= margin:
        ways.append("together")
    return ways if "together" in ways or "levels" in ways else []


def _failure(
    effects: SiteEffects, table: SiteTable, raw: SiteTable | None, name: str, ways: list[str], facts: dict
) -> Finding:
    own = table.effects[name]
    single = [
        f"{own.differing(way)} of {len(own.differences.share)} features differ in {word}"
        for way, word in (("levels", "level"), ("spreads", "spread"))
        if way in ways
    ] or ["no feature differs by itself, so it is their joint pattern"]
    before, more = "", False
    if raw is not None and name in raw.effects:
        before = f"; before harmonisation {_accuracy(raw, name)}"
        more = own.prediction.accuracy > raw.effects[name].prediction.accuracy
    code = "site-told-unharmonised" if table.state == "raw" else "site-told-more-than-before" if more else "site-told"
    return failed(
        f"The {table.own.which} features tell {effects.column!r} on {_said(name)}: balanced accuracy "
        f"{_accuracy(table, name)}{before}. {' and '.join(single).capitalize()}; the site explains "
        f"{100 * max(0.0, own.share):.0f} % of a feature's variance on average.",
        code=code,
        where=[Location(table.own.path)],
        benign=[*BENIGN, *([LEFT] if name == HELD_OUT and table.state == "harmonised" else [])],
        balanced_accuracy=own.prediction.accuracy,
        chance=own.prediction.chance,
        p=own.prediction.p,
        **facts,
    )


def _said(name: str) -> str:
    return "all rows" if name == ALL else f"the {name}"


def _accuracy(table: SiteTable, name: str) -> str:
    own = table.effects[name].prediction
    return f"{own.accuracy:.2f} (chance {own.chance:.2f}, p = {own.p:.2g})"


def _rows(table: SiteTable) -> list[dict[str, object]]:
    return [
        {
            "table": table.own.which,
            "state": table.state,
            "rows": name,
            "patients": own.patients,
            "of each site": ", ".join(f"{site} {count}" for site, count in own.sites.items()),
            "site told, balanced accuracy": round(own.prediction.accuracy, 3),
            "by chance": round(own.prediction.chance, 3),
            "p": round(own.prediction.p, 4),
            "told with biology, balanced accuracy": round(own.unadjusted.accuracy, 3),
            "features": len(own.differences.share),
            "differ in level": own.differing("levels"),
            "differ in spread": own.differing("spreads"),
            "smallest p of a level": float(f"{own.least('levels'):.2g}"),
            "mean share of the variance": round(own.share, 3),
        }
        for name, own in table.effects.items()
    ]


def _plot(table: SiteTable, effects: SiteEffects) -> Plot:
    """Principal components, a mark for each of the largest sites."""
    counts = [(int((table.sites == code).sum()), code) for code in range(len(effects.names))]
    order = [code for count, code in sorted(counts, key=lambda own: (-own[0], own[1])) if count]
    shown = order if len(order) <= MOST_SERIES else order[: MOST_SERIES - 1]
    series = [_points(table, effects.names[code], table.sites == code) for code in shown]
    if len(shown) < len(order):
        others = np.isin(table.sites, order[len(shown) :])
        series.append(_points(table, f"{len(order) - len(shown)} other sites", others))
    first, second = (f"component {k}, {100 * own:.0f} % of the variance" for k, own in enumerate(table.shares, 1))
    return Plot(
        "points",
        f"{table.state.capitalize()} features by {effects.column}",
        first,
        second,
        tuple(series),
        note="Each mark is a case, placed by the principal components of its features' ranks. Sites that lie apart "
        "are told by the features; sites that lie together may still be told by other components.",
    )


def _points(table: SiteTable, label: str, rows: np.ndarray) -> Series:
    return Series(label, tuple(table.picture[rows, 0].tolist()), tuple(table.picture[rows, 1].tolist()))
