"""The study's tables with other outcomes, features or sets in them: what a probe changes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from radaudit.core.errors import DataError, Unavailable
from radaudit.evidence.cohort import unique_ids, value_of
from radaudit.evidence.probes import Ground
from radaudit.study.cells import Altered, Dealt
from radaudit.study.identifiers import match_ids
from radaudit.study.table import Table


def with_outcomes(ground: Ground, cases: np.ndarray, source: np.ndarray) -> tuple[Altered, ...]:
    """Every declared table that holds the outcome, with other cases' outcomes.

    Parameters
    ----------
    cases
        int64, shape (cases,): positions in the cohort.
    source
        int64, shape (cases,): the case whose outcome each is given.

    Raises
    ------
    Unavailable
        If a table is no text table, or lacks an outcome to put there.
    """
    outcome = ground.study.manifest.cohort.outcome
    columns = (outcome,) if isinstance(outcome, str) else (outcome.time, outcome.event)
    tables = []
    for table, row_of in _tables(ground, columns):
        positions = np.array([table.columns.index(name) for name in columns])
        values = list(zip(*(map(_value, table.texts(name)) for name in columns), strict=True))
        holder = {value: row for row, value in reversed(list(enumerate(values)))}
        rows, order = [], []
        for case, other in zip(cases.tolist(), source.tolist(), strict=True):
            if case in row_of:
                wanted = tuple(_value(ground.cohort.columns[name][other] or "") for name in columns)
                taken = row_of.get(other, holder.get(wanted))
                if taken is None:
                    raise Unavailable(f"{table.path} gives the outcome of some cases only")
                rows.append(row_of[case])
                order.append(taken)
        tables.append(_dealt(table, rows, positions, np.array(order)[:, None]))
    return tuple(tables)


def feature_cells(ground: Ground, harmonised: bool, clinical: Sequence[str]) -> list[tuple[Table, np.ndarray, list]]:
    """The cells that a model's features stand in: table, positions of columns, and rows by case.

    Raises
    ------
    Unavailable
        If there is no text table of features.
    """
    study, reported = ground.study, ground.reported
    info = study.manifest.harmonisation
    path = info.table if harmonised and info else (reported.path if reported else None)
    if path is None or reported is None:
        raise Unavailable("the study gives no feature table that its command reads")
    known = set(reported.names)
    found = [(path, [name for name in study.table(path).columns if name in known])]
    if clinical:
        found.append((ground.cohort.path, list(clinical)))
    cells = []
    for path, names in found:
        table = _text_table(ground, path)
        cells.append((table, np.array([table.columns.index(name) for name in names]), rows_by_case(ground, table)))
    return cells


def with_shuffled_features(cells: Sequence[tuple], seed: Sequence[int]) -> tuple[Altered, ...]:
    """Each column's cells dealt out anew, each column by itself: the same values, belonging to nobody."""
    random, tables = np.random.default_rng(list(seed)), []
    for table, columns, row_of in cells:
        rows = np.array(sorted(row_of.values()))
        order = random.permuted(np.tile(rows[:, None], len(columns)), axis=0)
        tables.append(_dealt(table, rows, columns, order))
    return tuple(tables)


def with_swapped_sets(ground: Ground, cases: np.ndarray, source: np.ndarray) -> tuple[Altered, ...]:
    """The declared split with cases in other cases' sets.

    Raises
    ------
    Unavailable
        If the split stands in no text table.
    """
    info = ground.study.manifest.cohort.split
    table = _text_table(ground, info.file or ground.cohort.path)
    row_of, column = rows_by_case(ground, table), np.array([table.columns.index(info.column)])
    there = [(row_of[a], row_of[b]) for a, b in zip(cases.tolist(), source.tolist(), strict=True) if a in row_of]
    return (_dealt(table, [row for row, _ in there], column, np.array([row for _, row in there])[:, None]),)


def rows_by_case(ground: Ground, table: Table) -> dict[int, int]:
    """The row of each case in a table, by the case's position in the cohort; empty if it names no cases."""
    if table.path == ground.cohort.path:
        return {row: row for row in range(len(table))}
    info = ground.study.manifest
    named = (
        info.features.case if info.features else None,
        info.cohort.split.case if info.cohort.split else None,
        info.cohort.case,
        info.cohort.patient,
    )
    column = next((name for name in named if name and name in table.columns), None)
    if column is None:
        return {}
    try:
        ids = unique_ids(table, column, "case")
    except DataError:
        return {}
    row_of = {text: row for row, text in enumerate(ids)}
    pairs = match_ids(ground.cohort.cases, ids).pairs
    return {ground.cohort.rows[case]: row_of[text] for case, text in pairs.items()}


def _tables(ground: Ground, columns: Sequence[str]) -> list[tuple[Table, dict[int, int]]]:
    """The cohort table and the other declared ones that hold these columns."""
    info = ground.study.manifest
    others = (
        info.features.table if info.features else None,
        info.cohort.split.file if info.cohort.split else None,
        info.harmonisation.table if info.harmonisation else None,
    )
    found = []
    for path in dict.fromkeys([ground.cohort.path, *(path for path in others if path)]):
        if set(columns) <= set(ground.study.table(path).columns):
            table = _text_table(ground, path)
            if row_of := rows_by_case(ground, table):
                found.append((table, row_of))
    return found


def _text_table(ground: Ground, path: str) -> Table:
    table = ground.study.table(path)
    if not table.separator:
        raise Unavailable(f"{path} is no text table, so that single cells can't be changed; save it as .csv")
    return table


def _dealt(table: Table, rows: Sequence[int], columns: np.ndarray, order: np.ndarray) -> Altered:
    change = Dealt(np.asarray(rows, dtype=np.int64), columns.astype(np.int64), np.asarray(order, dtype=np.int64))
    return Altered(table.path, table.separator, (change,))


def _value(text: str) -> float | str:
    return value_of(text.strip())
