from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.translation import Translations
from radaudit.features.causes import Cause, causes, sorted_by_deviation
from radaudit.features.comparison import FeatureComparison, TableComparison
from radaudit.features.configuration import is_older_than_stable, recorded_differences, recorded_versions
from radaudit.features.names import parse_name
from radaudit.features.settings import Settings
from radaudit.features.versions.release import written

MOST_ROWS = 500


@check(
    "features/extraction-reproduces-table",
    severity=Severity.MAJOR,
    references=("doi:10.1158/0008-5472.CAN-17-0339", "doi:10.1148/radiol.2020191145"),
)
def extraction_reproduces_table(
    reported: FeatureTable, comparison: TableComparison, settings: Settings, translations: Translations | None
) -> Iterator[Finding]:
    """The declared parameters, run on the given images, give the reported features.

    pyradiomics is stable: releases 2.2 to 3.1 agree within 1e-12 on the same images and settings, so values that
    deviate by more than the tolerance (1e-9, or half a unit of the last printed digit) mean other settings, other
    images, other masks or another tool. Whoever uses the declared parameters will then not get the features that the
    model was built on.

    Remedy: publish the parameter file, images and masks that the table was made with, or make the table again.
    """
    if reported.unreadable:
        yield failed(
            f"{len(reported.unreadable)} cells of {reported.path} hold no number.",
            code="not-a-number",
            where=[reported.place(case) for case, _, _ in reported.unreadable[:20]],
            rows=[{"case": case, "feature": name, "cell": text[:80]} for case, name, text in reported.unreadable],
        )
    if comparison.not_extracted:
        yield failed(
            f"{len(comparison.not_extracted)} reported features are not what the declared parameters extract"
            f"{_other_images(comparison)}.",
            code="not-extracted",
            rows=[{"feature": name} for name in comparison.not_extracted],
            benign=[
                "features from another tool, or columns that are no features: name the columns in 'features.columns'"
            ],
        )
    if reported.redefined:
        yield _redefined(reported)
    found = causes(comparison, settings.discretisation)
    for cause in found:
        yield _cause_finding(cause, comparison, reported, settings, translations)
    agreeing = [feature for feature in comparison.features if feature.agrees]
    if not found and comparison.features:
        yield _agreement(comparison, reported, agreeing)


def _redefined(reported: FeatureTable) -> Finding:
    versions = recorded_versions(reported.diagnostics)
    made = f"pyradiomics {', '.join(versions)}" if versions else f"a release of pyradiomics {reported.origin.words}"
    return unknown(
        f"{len(reported.redefined)} features can't be compared: the table was made with {made}, and their definition "
        "has changed since.",
        code="definition-changed",
        add="Make the table again with a release from 2.2 on.",
        rows=[
            {"feature": name, "changed in": written(change.release), "what changed": change.sentence}
            for name, change in list(reported.redefined.items())[:MOST_ROWS]
        ],
    )


def _other_images(comparison: TableComparison) -> str:
    """The image types of features that only the table has: a filter with another sigma has another name."""
    done = {feature.name.image for feature in comparison.features if feature.name}
    done |= {parts.image for name in comparison.not_reported if (parts := parse_name(name))}
    other = sorted({parts.image for name in comparison.not_extracted if (parts := parse_name(name))} - done)
    return f": they are of image types that are not enabled ({', '.join(other[:4])})" if other else ""


def _agreement(comparison: TableComparison, reported: FeatureTable, agreeing: list[FeatureComparison]) -> Finding:
    if not agreeing:
        return unknown(f"None of {len(comparison.features)} features has a value in both tables.")
    identical = sum(feature.relation == "identical" for feature in agreeing)
    worst = max((feature.greatest_relative for feature in agreeing), default=0.0)
    printed = f", as far as the table shows them ({reported.resolution.words})" if reported.resolution.rounded else ""
    return passed(
        f"All {len(agreeing)} features of all {len(comparison.cases)} cases agree{printed}; "
        f"{identical} features bit for bit, the largest relative deviation is {worst:.1e}.",
        features=len(agreeing),
        cases=len(comparison.cases),
        identical=identical,
        greatest_relative_deviation=worst,
        tolerance=comparison.tolerance,
        not_reported=len(comparison.not_reported),
    )


def _cause_finding(
    cause: Cause,
    comparison: TableComparison,
    reported: FeatureTable,
    settings: Settings,
    translations: Translations | None,
) -> Finding:
    features = sorted_by_deviation([comparison.features[column] for column in cause.features])
    recorded = recorded_differences(reported.diagnostics, settings)
    old = [version for version in recorded_versions(reported.diagnostics) if is_older_than_stable(version)]
    message = cause.sentence
    if recorded:
        message += f" The table's own diagnostics columns say so: {'; '.join(recorded)}."
    if old:
        message += f" The table was made with pyradiomics {', '.join(old)}; releases before 2.2 give other values."
    cases = [comparison.cases[case] for case in cause.cases]
    if translations and (moved := translations.told(cases)):
        message += f" {moved}"
    agreeing = sum(feature.agrees for feature in comparison.features)
    return failed(
        message,
        code=cause.code,
        where=[reported.place(case) for case in cases] if len(cases) < len(comparison.cases) else (),
        rows=[_row(feature, cases if len(cases) == 1 else None) for feature in features[:MOST_ROWS]],
        plots=[_plot(comparison)] if len(cases) > 1 else (),
        deviating=len(features),
        agreeing=agreeing,
        compared=len(comparison.features),
        tolerance=comparison.tolerance,
    )


def _row(feature: FeatureComparison, cases: list[str] | None) -> dict:
    row = {"case": cases[0]} if cases else {}
    row |= {"feature": feature.reported, "relation": feature.relation}
    if feature.relation in ("factor", "shift", "linear"):
        row |= {"factor": feature.factor, "shift": feature.shift}
    return row | {
        "largest relative deviation": feature.greatest_relative,
        "largest absolute deviation": feature.greatest_absolute,
        "cases that agree": f"{feature.agreeing} of {feature.cases}",
        "CCC": feature.ccc,
        "ICC(2,1)": feature.icc,
    }


def _plot(comparison: TableComparison) -> Plot:
    """Share of features that agree, by class."""
    classes: dict[str, list[bool]] = {}
    for feature in comparison.features:
        classes.setdefault(feature.name.kind if feature.name else "other", []).append(feature.agrees)
    shares = tuple(100 * sum(agree) / len(agree) for agree in classes.values())
    series = Series("features that agree", tuple(range(len(classes))), shares)
    return Plot(
        "bars",
        "Features that reproduce, by class",
        "feature class",
        "features that agree in every case (%)",
        (series,),
        labels=tuple(f"{name} ({len(agree)})" for name, agree in classes.items()),
        note="Which classes agree and which don't tells what kind of setting differs.",
    )
