from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.evidence.reported import FeatureTable
from radaudit.features.names import parse_name
from radaudit.features.plausible.origin import BrokenRow, Origin, low_kurtosis, origin_of
from radaudit.features.plausible.voxels import other_voxels
from radaudit.features.settings import Settings

MOST_ROWS = 500


@check(
    "features/made-by-pyradiomics",
    severity=Severity.MAJOR,
    references=("doi:10.1158/0008-5472.CAN-17-0339", "doi:10.1148/radiol.2020191145"),
)
def made_by_pyradiomics(reported: FeatureTable, settings: Settings | None) -> Iterator[Finding]:
    """The feature table is as pyradiomics wrote it.

    Many of pyradiomics' features determine each other: Range is Maximum minus Minimum, Energy over the square of
    RootMeanSquared is a number of voxels. These equations hold in every row whatever the image, so a row that
    breaks them alone was edited, imputed or made up; where no row keeps them, the columns were standardised,
    harmonised or come from a tool that uses the same names for other numbers. TotalEnergy over Energy is the volume
    of a voxel, which must be the declared one in every row. Rounding is allowed for, cell by cell.

    Remedy: publish the table as it was extracted, and do everything else to it in code that is published as well.
    """
    if not any(parse_name(name) for name in reported.names):
        raise NotApplicable("No column has a name of pyradiomics.")
    origin = origin_of(reported.names, reported.values)
    if origin.kind == "unknown":
        raise Unavailable(
            "The table has no set of columns that determine each other.", "Give the table with all extracted features."
        )
    if origin.kind != "raw":
        yield _processed(origin, reported)
        return
    rows = list(_rows(origin, reported))
    yield from rows
    kurtosis = list(_kurtosis(reported, settings))
    yield from kurtosis
    lost = list(_lost(origin, settings))
    yield from lost
    voxels = list(_voxels(origin, reported, settings))
    yield from voxels
    if not rows and not kurtosis and not lost and not voxels:
        yield passed(
            f"All {len(origin.tried)} equations between features hold in all {len(reported.cases)} rows, "
            f"as far as the table shows ({reported.resolution.words}).",
            equations=len(origin.tried),
            cases=len(reported.cases),
        )


def _processed(origin: Origin, reported: FeatureTable) -> Finding:
    facts = {"equations": len(origin.tried), "standardised_columns": _standardised(reported.values)}
    if origin.kind == "shifted and scaled":
        return failed(
            f"The values are not those of pyradiomics: each column was shifted and scaled. "
            f"{facts['standardised_columns']} of {len(reported.names)} columns have mean 0 and SD 1 over all rows.",
            code="shifted-and-scaled",
            severity=Severity.MINOR,
            benign=["standardised only for publication"],
            **facts,
        )
    return failed(
        "The columns have pyradiomics' names, but not its numbers: equations that its features obey hold in no row, "
        "nor after a shift and a scale of each column.",
        code="other-values",
        tier=Tier.HEURISTIC,
        severity=Severity.MINOR,
        rows=[{"equation": trial.identity.text, "in": trial.group.name} for trial in origin.tried[:MOST_ROWS]],
        benign=["values that were harmonised between sites, or transformed", "another tool with the same names"],
        **facts,
    )


def _standardised(values: np.ndarray) -> int:
    known = values[:, np.isfinite(values).all(axis=0)]
    if len(values) < 3:
        return 0
    with np.errstate(over="ignore", invalid="ignore"):
        middle, spreads = known.mean(axis=0), (known.std(axis=0), known.std(axis=0, ddof=1))
    return int(((np.abs(middle) < 1e-6) & np.any([np.abs(s - 1) < 1e-6 for s in spreads], axis=0)).sum())


def _rows(origin: Origin, reported: FeatureTable) -> Iterator[Finding]:
    mixed = [own for own in origin.broken if own.mixed]
    single = [own for own in origin.broken if not own.mixed]
    if single:
        yield failed(
            f"{len(single)} of {len(reported.cases)} rows break equations that hold in the others: "
            "pyradiomics did not write them as they are.",
            code="rows-break",
            where=[reported.place(reported.cases[own.row]) for own in single[:20]],
            rows=[_row(own, reported) for own in single[:MOST_ROWS]],
            benign=["missing values that were filled in"],
        )
    if mixed:
        yield failed(
            f"{len(mixed)} of {len(reported.cases)} rows keep the linear equations only, as mixtures of rows do.",
            code="rows-mixed",
            severity=Severity.MINOR,
            where=[reported.place(reported.cases[own.row]) for own in mixed[:20]],
            rows=[_row(own, reported) for own in mixed[:MOST_ROWS]],
            benign=["the mean of several lesions of one patient", "synthetic cases that are declared as such"],
        )


def _row(own: BrokenRow, reported: FeatureTable) -> dict:
    worst = max(own.broken, key=lambda trial: trial.missed[own.row])
    return {
        "case": reported.cases[own.row],
        "broken equations": f"{len(own.broken)} of {own.tried}",
        "for instance": f"{worst.identity.text} ({worst.group.name})",
        "sides differ by": float(worst.missed[own.row]),
        "columns that could explain it": ", ".join(reported.names[column] for column in own.suspects[:3]),
    }


def _kurtosis(reported: FeatureTable, settings: Settings | None) -> Iterator[Finding]:
    low = low_kurtosis(reported.names, reported.values)
    if not len(low):
        return
    rows = np.flatnonzero(low.any(axis=0))
    yield failed(
        f"Kurtosis is less than 1 + Skewness^2 in {len(rows)} of {len(reported.cases)} rows, which no distribution "
        "allows: 3 was subtracted, as other tools do and pyradiomics does not.",
        code="excess-kurtosis",
        severity=None if settings else Severity.MINOR,
        rows=[{"case": reported.cases[row], "image types": int(low[:, row].sum())} for row in rows[:MOST_ROWS]],
        benign=["a tool with pyradiomics' names that the paper names"],
    )


def _voxels(origin: Origin, reported: FeatureTable, settings: Settings | None) -> Iterator[Finding]:
    """Rows whose voxels are not of the declared size; rows that break equations tell nothing of it."""
    spacing = settings.value("resampledPixelSpacing") if settings else None
    if not spacing or settings.value("interpolator") is None:
        return
    broken = {own.row for own in origin.broken}
    found = other_voxels(reported.names, reported.values, spacing)
    rows = {row: volume for row, volume in found.items() if row not in broken}
    if rows:
        yield failed(
            f"{len(rows)} of {len(reported.cases)} rows have another voxel size than declared: TotalEnergy "
            f"over Energy is the volume of a voxel, and not {np.prod(spacing):.6g} mm3 there.",
            code="other-voxel-size",
            where=[reported.place(reported.cases[row]) for row in rows][:20],
            rows=[
                {"case": reported.cases[row], "volume of a voxel, mm3": round(volume, 6)}
                for row, volume in [*rows.items()][:MOST_ROWS]
            ],
            benign=["parameters that were changed after the table was made", "rows of another study, added later"],
            mixed=len(rows) < len(reported.cases),
        )


def _lost(origin: Origin, settings: Settings | None) -> Iterator[Finding]:
    """Equations that fail throughout although most others hold: settings explain some."""
    asymmetric = settings is not None and settings.value("symmetricalGLCM") is False
    groups = defaultdict(list)
    for trial in origin.lost:
        if not (asymmetric and "symmetricalGLCM" in trial.identity.unless):
            groups[trial.identity].append(trial.group.name)
    if groups:
        yield failed(
            f"{len(groups)} equations hold in no row although the others do: "
            "a column in them was changed throughout, or is from another release.",
            code="equations-lost",
            tier=Tier.HEURISTIC,
            severity=Severity.NOTE,
            rows=[
                {"equation": own.text, "image types": ", ".join(names[:5]), "does not hold under": own.unless}
                for own, names in groups.items()
            ],
            benign=sorted({f"the setting {own.unless}" for own in groups if own.unless}),
        )
