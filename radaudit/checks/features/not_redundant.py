from collections.abc import Iterator

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.signatures import Signature
from radaudit.features.plausible.size import FEWEST
from radaudit.statistics.redundancy import effective_number, near_identical, rank_matrix

SHOWN = 60


@check(
    "features/not-redundant",
    severity=Severity.NOTE,
    references=("doi:10.1002/gepi.20408", "doi:10.1016/j.radonc.2018.10.027"),
)
def not_redundant(
    reported: FeatureTable, signatures: tuple[Signature, ...] | None, *, correlation: float = 0.95
) -> Iterator[Finding]:
    """No two features that the model rests on are near copies of each other.

    A table of a thousand features is often worth a few dozen. Near copies share a weight between them in a way that
    another sample would change, so that neither weight can be read; and counts of features flatter. Features whose
    rank correlation is option correlation or more, two by two, form a cluster (complete linkage); Galwey's effective
    number says how many independent ones the table is worth, of so many cases one less than these at most.

    Remedy: keep one representative of each cluster, chosen without the outcome.
    """
    if signatures:
        for own in signatures:
            yield _judged(own, correlation)
        return
    alike, worth = _measured(reported.values, correlation)
    groups = [group for group in _groups(alike, np.arange(len(alike))) if len(group) > 1]
    yield unknown(
        f"{counted(len(reported.names), 'feature')} fall into {alike.max() + 1} clusters and are worth {worth:.0f} "
        "independent ones; which of them a model rests on is not known.",
        add="Audit with --trust, so that the estimator is fitted again, or list its features in 'models[].features'.",
        rows=_rows(groups, reported.names, set()),
        effective_number=worth,
    )


def _measured(values: np.ndarray, correlation: float) -> tuple[np.ndarray, float]:
    """The cluster of each feature, and how many features all are worth."""
    if len(values) < FEWEST:
        raise Unavailable(f"With {len(values)} cases, fewer than {FEWEST}, many features agree by chance.")
    matrix = rank_matrix(values)
    return near_identical(matrix, correlation), effective_number(matrix)


def _groups(alike: np.ndarray, columns: np.ndarray) -> list[np.ndarray]:
    """These columns by their cluster, largest first."""
    found = [columns[alike[columns] == number] for number in np.unique(alike[columns])]
    return sorted(found, key=lambda group: -len(group))


def _judged(own: Signature, correlation: float) -> Finding:
    table = own.table
    alike, worth = _measured(table.values, correlation)
    mine = set(own.columns.tolist())
    copies = [group for group in _groups(alike, own.columns) if len(group) > 1]
    clusters = len({int(alike[column]) for column in own.columns})
    details = {
        "tier": Tier.HEURISTIC,
        "features": len(own.columns),
        "clusters": clusters,
        "cases": len(table.cases),
        "effective_number": effective_number(rank_matrix(table.values[:, own.columns])),
        "in_the_table": len(table.names),
        "effective_number_of_the_table": worth,
        "rows": _rows(_groups(alike, np.arange(len(alike))), table.names, mine),
    }
    sentence = (
        f"{own.model}: {counted(len(own.columns), 'feature')} that {own.how} fall into {counted(clusters, 'cluster')}; "
        f"the {len(table.names)} offered are worth {worth:.0f} independent ones"
    )
    if not copies:
        return passed(f"{sentence}.", **details)
    first, second = (table.names[column] for column in copies[0][:2])
    return failed(
        f"{sentence}. {first} and {second} are near copies.",
        code="near-copies",
        benign=["a penalty that shares weight among correlated features on purpose, such as ridge regression"],
        **details,
    )


def _rows(groups: list[np.ndarray], names: tuple[str, ...], mine: set[int]) -> list[dict]:
    """Clusters of several features, those with most of the model's first."""
    several = [group for group in groups if len(group) > 1]
    several.sort(key=lambda group: -len(mine & set(group.tolist())))
    return [
        {
            "features": len(group),
            "of the model": len(mine & set(group.tolist())),
            "cluster": ", ".join(names[column] for column in [*_first(group, mine)][:8]),
        }
        for group in several[:SHOWN]
    ]


def _first(group: np.ndarray, mine: set[int]) -> list[int]:
    """Members, the model's first."""
    return sorted(group.tolist(), key=lambda column: column not in mine)
