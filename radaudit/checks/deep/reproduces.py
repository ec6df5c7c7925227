from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.deep.comparison import DeepComparison, Likeness
from radaudit.deep.reduced import Reduction
from radaudit.evidence.deep_comparison import DeepReproduction
from radaudit.evidence.deep_extraction import DeepExtraction
from radaudit.evidence.deep_probe import DeepProbe
from radaudit.evidence.deep_table import DeepTable
from radaudit.evidence.deep_variants import RECOGNISED, VariantSearch

SHOWN = 40
MOST_TOLD = 3
CLEARLY = 10  # times closer to 1 the cosine of all rows must be than that of the training rows
UNKNOWN_COLUMNS = 0.05  # p-value from which on columns are strangers to the network
BENIGN = (
    "a step of the input that the manifest doesn't tell or has no word for",
    "a hyper-parameter that neither weights nor the architecture's name hold (a stride, the small number in a "
    "normalisation)",
    "a run in half or mixed precision, which moves the features of some networks by more than the limit for reduced "
    "precision (float16 weights those of a dense network by 9e-3 of their length)",
)


@check(
    "deep/reproduces",
    severity=Severity.MAJOR,
    references=("doi:10.1148/ryai.240300", "https://docs.pytorch.org/docs/stable/notes/randomness.html"),
)
def reproduces(
    deep_table: DeepTable,
    deep_extraction: DeepExtraction,
    deep_comparison: DeepReproduction,
    deep_variants: VariantSearch | None,
    deep_probe: DeepProbe | None,
    *,
    components: float = 0.99,
    same: float = 1e-4,
) -> Iterator[Finding]:
    """The network that the study ships gives its deep features again from the declared input.

    Arithmetic in another order or runtime moves a case's features by some millionths of their length, in each of four
    networks measured; TF32 and half precision by thousandths, in a dense network by nine; the least fault in the input
    that was tried, an 8-bit picture on the way, by 7 to 110 thousandths. So arithmetic can be told from another input,
    and up to a hundredth precision from input only with care. Features are compared as they
    are printed, or, where they were scaled, after the line that fits best; of principal components the space is
    compared, whose greatest angle must have a cosine of option components, and whether test cases shaped it is told.
    Where they don't come out again, one setting at a time is changed on some cases, then two, and the one that gives
    the reported features is named. One case is also given to the network again, and beside other cases: its features
    must stay the same within option same of their length. Cosines between rows are told and decide nothing: they are
    near 1 for wrong settings too.

    Remedy: declare the input as it was made, step by step, the layer and its pooling, and share the weights that were
    used.
    """
    if deep_extraction.failures:
        yield _failures(deep_extraction)
    if deep_probe is not None:
        yield from _restless(deep_probe, same)
    if deep_comparison.comparison is None:
        yield _components(deep_comparison.reductions, components, deep_table)
        return
    found = deep_comparison.comparison
    if deep_comparison.scaled_unsaid:
        yield failed(
            "The reported columns are the network's features after scaling, which the study doesn't declare.",
            code="scaled-unsaid",
            severity=Severity.MINOR,
            where=[deep_table.place(found.cases[0])],
            benign=["columns that were scaled by training cases alone, as the text may say"],
            add="Write what was done into 'deep.after', such as [zscore].",
        )
    if found.likeness.agrees:
        yield _agreement(found, deep_extraction, deep_table)
    else:
        yield _difference(found, deep_comparison, deep_variants or VariantSearch(), deep_table)


def _restless(probe: DeepProbe, same: float) -> Iterator[Finding]:
    """Features that are not the case's own, or not the same twice."""
    if probe.again > same:
        yield failed(
            f"The network gives one case other features when it is asked again (distance {probe.again:.1e} of their "
            "length): something in it is drawn at random.",
            code="not-repeatable",
            benign=["dropout kept on purpose, to estimate uncertainty"],
            again=probe.again,
        )
    elif probe.beside > same:
        yield failed(
            f"A case's features depend on the cases beside it in the batch (distance {probe.beside:.1e} of their "
            "length): the network was left in training mode.",
            code="depends-on-batch",
            beside=probe.beside,
        )


def _figures(found: DeepComparison) -> dict[str, object]:
    return {
        "cases": len(found.cases),
        "features": len(found.concordance),
        "kind": str(found.likeness),
        "compared": found.mode,
        "largest_distance": found.farthest,
        "least_ccc": found.least,
        "median_ccc": found.middle,
        "least_cosine": found.cosine,
    }


def _agreement(found: DeepComparison, extraction: DeepExtraction, table: DeepTable) -> Finding:
    words = {
        Likeness.IDENTICAL: "agree to the last printed digit",
        Likeness.NUMERIC: "agree, but for the order of sums in float32",
        Likeness.REDUCED: "agree as far as TF32 or half precision does",
    }
    scaled = ", after the line that each column was scaled by was taken out" if found.mode == "scaled" else ""
    return passed(
        f"All {counted(len(found.concordance), 'deep feature')} of {counted(len(found.cases), 'case')} "
        f"{words[found.likeness]}{scaled}: the largest distance of a case is {found.farthest:.1e} of its length"
        f"{_ccc(found)} ({table.resolution.words}; {extraction.words}).",
        tier=Tier.PROVED if found.likeness is Likeness.IDENTICAL else Tier.TESTED,
        **_figures(found),
    )


def _ccc(found: DeepComparison) -> str:
    return f", the least CCC of a feature {found.least:.6f}" if np.isfinite(found.least) else ""


def _difference(found: DeepComparison, own: DeepReproduction, search: VariantSearch, table: DeepTable) -> Finding:
    away = (
        f"cases are up to {found.farthest:.2g} of their length away"
        + (f", the median CCC of a feature is {found.middle:.3f}" if np.isfinite(found.middle) else "")
        + f" ({counted(len(found.cases), 'case')})"
    )
    code, told = _cause(found, search)
    declared = f"As declared, {away}." if search.found else f"The network doesn't give the reported features: {away}."
    return failed(
        f"{told} {declared}" if search.found else f"{declared} {told}",
        code=code,
        tier=Tier.TESTED,
        where=[table.place(case) for case in _worst(found)[:MOST_TOLD]],
        rows=_tried(search) or _rows(found, own),
        plots=[_plot(found)] if np.isfinite(found.concordance).any() else (),
        benign=() if code == "other-setting" else BENIGN,
        p_of_strangers=search.known,
        tried=len(search.tried),
        tried_on=len(search.cases),
        not_tried=search.failed,
        **_figures(found),
    )


def _cause(found: DeepComparison, search: VariantSearch) -> tuple[str, str]:
    """What kind of fault it is, in a word and in sentences."""
    if search.found:
        best = search.found[0].comparison
        named = "; or ".join(own.variant.words for own in search.found[:MOST_TOLD])
        return "other-setting", (
            f"The reported features come out with {named} (largest distance {best.farthest:.1e} on "
            f"{counted(len(search.cases), 'case')}; {counted(len(search.tried), 'other way')} tried)."
        )
    lone = np.flatnonzero(found.distance > 10 * np.median(found.distance) + 1e-4)
    if len(found.cases) >= 4 and 0 < len(lone) <= len(found.cases) // 4 and np.median(found.distance) < 5e-3:
        names = ", ".join(found.cases[case] for case in lone[:MOST_TOLD])
        return "some-cases", f"Only {counted(len(lone), 'case')} differ ({names}): another image or mask."
    if not search.tried:
        return "differs", "No other setting was tried."
    closest = search.closest
    near = f" The closest is {closest.variant.words}: {_before_after(search, closest.comparison)}." if closest else ""
    if found.likeness is Likeness.UNRELATED and search.known > UNKNOWN_COLUMNS:
        return "other-network", (
            f"None of {len(search.tried)} other ways of taking them gives them, and the columns go together with the "
            f"network's features no better than with their neighbours (p = {search.known:.2g}): they look like those "
            "of other weights, another architecture or another layer."
        )
    same = ", though the columns are recognised as this network's" if search.known <= RECOGNISED else ""
    return "differs", f"None of {len(search.tried)} other ways of taking them gives them{same}.{near}"


def _before_after(search: VariantSearch, own: DeepComparison) -> str:
    before = search.declared.middle
    if not np.isfinite(before) or not np.isfinite(own.middle):
        return f"distance {own.farthest:.2g} instead of {search.declared.farthest:.2g}"
    return f"median CCC {own.middle:.4f} instead of {before:.3f}"


def _worst(found: DeepComparison) -> list[str]:
    return [found.cases[place] for place in np.argsort(-found.distance, kind="stable")]


def _tried(search: VariantSearch) -> list[dict]:
    return [
        {
            "tried": own.variant.words,
            "largest distance": own.comparison.farthest,
            "median CCC": own.comparison.middle,
            "kind": str(own.comparison.likeness),
        }
        for own in search.tried[:10]
    ]


def _rows(found: DeepComparison, own: DeepReproduction) -> list[dict]:
    """The features that agree least."""
    order = np.argsort(np.nan_to_num(found.concordance, nan=2.0), kind="stable")[:SHOWN]
    return [
        {"feature": own.names[place], "CCC": found.concordance[place], "largest difference in SD": found.spread[place]}
        for place in order
    ]


def _plot(found: DeepComparison) -> Plot:
    known = np.sort(found.concordance[np.isfinite(found.concordance)])
    share = 100 * (np.arange(len(known)) + 1) / len(known)
    return Plot(
        "lines",
        "Deep features that reproduce",
        "CCC of a feature, reported against extracted again",
        "features up to this CCC (%)",
        (Series("features", tuple(map(float, known)), tuple(map(float, share))),),
        note="Features that reproduce have a CCC of 1: the curve then rises at the right edge.",
    )


def _failures(extraction: DeepExtraction) -> Finding:
    first = next(iter(extraction.failures.values()))
    return failed(
        f"{counted(len(extraction.failures), 'case')} can't be given to the network as declared: {first}.",
        code="not-extracted",
        severity=Severity.MINOR,
        rows=[{"case": case, "why": why} for case, why in extraction.failures.items()],
    )


def _components(found: tuple[Reduction, ...], least: float, table: DeepTable) -> Finding:
    best = found[0]
    count = counted(len(table.names), "component")
    rows = [{"fitted on": own.rows, "scaled": own.scaled, "cosine of the greatest angle": own.alike} for own in found]
    details = {"rows": rows, "tier": Tier.TESTED, "cosine": best.alike, "where": [table.place(table.cases[0])]}
    if best.alike < least:
        return failed(
            f"The {count} are none of the network's features by any way of fitting them: the greatest angle to what "
            f"they would span has a cosine of {best.alike:.3f}.",
            code="components-differ",
            benign=("components by an approximate, unseeded solver (scikit-learn's default for large tables)", *BENIGN),
            **details,
        )
    other = max((own.alike for own in found if own.rows == "training"), default=1.0)
    if best.rows == "all" and best.alike - other > CLEARLY * (1 - best.alike) and other < least:
        return failed(
            f"The {count} are the network's, and they were fitted on all rows: fitted on the training rows alone they "
            f"would span another space (cosine {other:.3f} instead of {best.alike:.5f}). Held-out cases shaped "
            "the features.",
            code="components-of-all-rows",
            benign=["outcomes played no part in it, so that what is gained is often small"],
            **details,
        )
    return passed(
        f"The {count} span what the principal components of the network's features span, fitted on {best.rows} rows.",
        **details,
    )
