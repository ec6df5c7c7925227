from collections import Counter
from collections.abc import Iterable, Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.evidence.reported import FeatureTable
from radaudit.features.plausible import degenerate
from radaudit.features.plausible.bounds import impossible_values
from radaudit.features.plausible.writing import few_digits, is_complex, is_date, lost_points

MOST_ROWS = 500


@check(
    "features/values-are-plausible",
    severity=Severity.MAJOR,
    references=("doi:10.1148/radiol.2020191145", "doi:10.1158/0008-5472.CAN-17-0339"),
)
def values_are_plausible(reported: FeatureTable, *, missing: float = 0.5) -> Iterator[Finding]:
    """Every value in the feature table could have been measured.

    Tools that fail write numbers too: 0 for every feature, or the constants of a flat ROI (correlation 1, coarseness
    1e6), which look like data to a model. Spreadsheets lose decimal points and turn numbers into dates. Entropies
    below 0 or a mean above the maximum can't come from any image. Option missing is the share of cases without a
    value from which a column can't be used without inventing most of it.

    Remedy: extract the named cases again, write the table from code and not from a spreadsheet, and leave a cell
    empty where nothing was measured.
    """
    findings = [
        *_empty(reported),
        *_flat(reported),
        *_impossible(reported),
        *_written(reported),
        *_texts(reported),
        *_columns(reported, missing),
    ]
    yield from findings
    if not findings:
        yield passed(
            f"All {len(reported.names)} features of all {len(reported.cases)} cases have values that images can give.",
            cases=len(reported.cases),
            features=len(reported.names),
        )


def _empty(reported: FeatureTable) -> Iterator[Finding]:
    same = degenerate.rows_of_one_value(reported.values)
    if same:
        yield failed(
            f"{len(same)} rows hold one number in all features: a tool that failed, not a measurement.",
            code="row-of-one-value",
            where=_places(reported, same),
            rows=[{"case": reported.cases[row], "value": value} for row, value in same.items()],
            benign=["a standardised table, in which a missing row was filled with the mean"],
        )
    empty = degenerate.rows_without_values(reported.values)
    if empty:
        yield failed(
            f"{len(empty)} rows hold no number at all.",
            code="row-without-values",
            severity=Severity.MINOR,
            where=_places(reported, empty),
            rows=[{"case": reported.cases[row]} for row in empty],
            benign=["cases that could not be extracted, left empty as they should be"],
        )


def _flat(reported: FeatureTable) -> Iterator[Finding]:
    blank = degenerate.rows_of_one_value(reported.values)
    found = [own for own in degenerate.one_level(reported.names, reported.values) if own.row not in blank]
    flat = {own.row: own for own in found if own.flat and own.image == "original"}
    if flat:
        yield failed(
            f"{len(flat)} rows are those of a flat ROI: all its voxels are equal, so texture features are constants.",
            code="flat-roi",
            where=_places(reported, flat),
            rows=[{"case": reported.cases[row], "image type": own.group} for row, own in flat.items()],
        )
    coarse = [own for own in found if own.row not in flat]
    if coarse:
        counts = Counter(own.group for own in coarse)
        yield failed(
            f"In {len(coarse)} of the extracted images ({len(counts)} image types) the whole ROI falls into one grey "
            "level, so texture features are constants.",
            code="one-grey-level",
            severity=Severity.MINOR,
            rows=[{"image type": name, "cases": count} for name, count in counts.most_common(MOST_ROWS)],
            benign=["a filter whose output is small beside the bin width, in a ROI without contrast"],
        )


def _impossible(reported: FeatureTable) -> Iterator[Finding]:
    trial = impossible_values(reported.names, reported.values)
    other = {*lost_points(reported.values)}
    blank = degenerate.rows_of_one_value(reported.values)
    found = [own for own in trial.found if own.row not in blank and (own.row, own.column) not in other]
    if found:
        cells = {(own.row, own.column) for own in found}
        yield failed(
            f"{len(cells)} values can't come from any image.",
            code="impossible-value",
            where=_places(reported, dict.fromkeys(own.row for own in found)),
            rows=[
                {
                    "case": reported.cases[own.row],
                    "feature": reported.names[own.column],
                    "value": float(reported.values[own.row, own.column]),
                    "expected": own.expected,
                }
                for own in found[:MOST_ROWS]
            ],
            benign=["missing values that were filled in by a model"],
        )
    if trial.natural and trial.lost:
        yield failed(
            f"{len(trial.lost)} columns are out of their bounds in most rows, while the others are not.",
            code="column-out-of-bounds",
            tier=Tier.HEURISTIC,
            severity=Severity.MINOR,
            rows=[{"feature": reported.names[column]} for column in trial.lost],
            benign=["columns that were transformed on purpose", "another tool's definition under the same name"],
        )


def _written(reported: FeatureTable) -> Iterator[Finding]:
    level = {own.row for own in degenerate.one_level(reported.names, reported.values)}
    points = [(row, column) for row, column in lost_points(reported.values) if row not in level]
    if points:
        yield failed(
            f"{len(points)} values lost their decimal point: whole numbers, far beyond all others of their column.",
            code="lost-decimal-point",
            tier=Tier.HEURISTIC,
            where=_places(reported, dict.fromkeys(row for row, _ in points)),
            rows=_cells(reported, points),
        )
    digits = few_digits(reported.names, reported.values)
    parts = [(digits.rows, "rows", reported.cases, "case"), (digits.columns, "columns", reported.names, "feature")]
    for positions, what, names, column in parts:
        if positions:
            yield failed(
                f"{len(positions)} {what} were written with far fewer digits than the rest of the table.",
                code=f"fewer-digits-in-{what}",
                tier=Tier.HEURISTIC,
                severity=Severity.MINOR,
                where=_places(reported, positions) if what == "rows" else (),
                rows=[{column: names[position]} for position in positions[:MOST_ROWS]],
                benign=["parts of the table that were extracted or typed in at another time, with the same settings"],
            )


def _texts(reported: FeatureTable) -> Iterator[Finding]:
    dates = [own for own in reported.unreadable if is_date(own[2])]
    others = [own for own in reported.unreadable if not is_date(own[2])]
    if dates:
        yield failed(
            f"{len(dates)} cells hold a date: a spreadsheet made it of a number.",
            code="spreadsheet-date",
            tier=Tier.HEURISTIC,
            where=[reported.place(case) for case, _, _ in dates[:20]],
            rows=[{"case": case, "feature": name, "cell": text[:80]} for case, name, text in dates[:MOST_ROWS]],
        )
    if others:
        some = (
            " (complex numbers, as pyradiomics writes MCC at times)" if any(is_complex(t) for *_, t in others) else ""
        )
        yield failed(
            f"{len(others)} cells hold no number{some}.",
            code="not-a-number",
            severity=Severity.MINOR,
            where=[reported.place(case) for case, _, _ in others[:20]],
            rows=[{"case": case, "feature": name, "cell": text[:80]} for case, name, text in others[:MOST_ROWS]],
        )


def _columns(reported: FeatureTable, missing: float) -> Iterator[Finding]:
    large = degenerate.too_large(reported.values)
    if large:
        yield failed(
            f"{len(large)} values are infinite or beyond what 32-bit floats hold, in which many models compute.",
            code="too-large",
            severity=Severity.MINOR,
            where=_places(reported, dict.fromkeys(row for row, _ in large)),
            rows=_cells(reported, large),
        )
    sparse = degenerate.sparse_columns(reported.values, missing)
    if sparse:
        yield failed(
            f"{len(sparse)} columns have no number in more than {missing:.0%} of the cases.",
            code="mostly-missing",
            severity=Severity.MINOR,
            rows=[{"feature": reported.names[column], "missing": share} for column, share in sparse.items()],
        )
    constant = degenerate.constant_columns(reported.values)
    if constant:
        yield failed(
            f"{len(constant)} columns have the same value in all cases and tell nothing.",
            code="constant-column",
            severity=Severity.NOTE,
            rows=[{"feature": reported.names[column], "value": value} for column, value in constant.items()],
        )


def _places(reported: FeatureTable, rows: Iterable[int]) -> list:
    return [reported.place(reported.cases[row]) for row in list(rows)[:20]]


def _cells(reported: FeatureTable, cells: list[tuple[int, int]]) -> list[dict]:
    return [
        {"case": reported.cases[row], "feature": reported.names[column], "value": float(reported.values[row, column])}
        for row, column in cells[:MOST_ROWS]
    ]
