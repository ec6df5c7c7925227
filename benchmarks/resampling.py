"""Bootstraps and permutations of AUCs beside a plain loop over scikit-learn: seconds, ratio, and every value compared.

    uv run python benchmarks/resampling.py [CASES [FEATURES [RESAMPLES [PERMUTATIONS]]]]

The study is made: 300 cases, half of them events, 1,500 features of which 20 tell something. The loop is what a study
would write: ``roc_auc_score(events[drawn], scores[drawn])``, again and again. It is timed on as many turns as fit into
``LOOP_SECONDS`` and scaled up, because all of them would take hours; both sides use the very same resamples and
permutations, and the values of the turns made are compared.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
from rich.console import Console
from rich.table import Table

from radaudit.statistics.resampling import resampled_weights
from radaudit.statistics.survival.concordance import harrell_c
from radaudit.statistics.weighted_auc import bootstrap_auc, permuted_aucs, resampled_aucs

LOOP_SECONDS = 2.0
SEED = 1


def main(cases: int = 300, features: int = 1500, resamples: int = 2000, permutations: int = 1000) -> None:
    """Print one row for each piece of work."""
    from sklearn.metrics import roc_auc_score

    generator = np.random.default_rng(SEED)
    events = np.arange(cases) % 2 == 0
    table = generator.normal(size=(features, cases))
    table[:20] += 0.5 * events
    bootstrap_auc(table[0], events)  # what is imported late counts on neither side
    weights = np.concatenate(list(resampled_weights(cases, resamples, SEED, events))).astype(int)
    shuffled = np.random.default_rng(SEED).permuted(np.tile(events.astype(float)[:, None], permutations), axis=0) > 0

    def loop_bootstrap(feature: int, turn: int) -> float:
        drawn = np.repeat(np.arange(cases), weights[turn])
        return roc_auc_score(events[drawn], table[feature, drawn])

    def loop_permutation(feature: int, turn: int) -> float:
        return roc_auc_score(shuffled[:, turn], table[feature])

    shown = Table(title=f"{cases} cases x {features:,} features; the loop over scikit-learn is scaled up")
    for column in ("AUC", "how many", "radaudit, s", "loop, s", "ratio", "difference"):
        shown.add_column(column, justify="left" if column == "AUC" else "right", no_wrap=True)
    work: tuple[tuple[str, Callable, Callable, int, int], ...] = (
        ("bootstrap, one model", resampled_aucs, loop_bootstrap, 1, resamples),
        ("bootstrap, every feature", resampled_aucs, loop_bootstrap, features, resamples),
        ("permutation, one model", permuted_aucs, loop_permutation, 1, permutations),
        ("permutation, every feature", permuted_aucs, loop_permutation, features, permutations),
    )
    for name, fast, loop, rows, turns in work:
        start = time.perf_counter()
        found = fast(table[:rows], events, turns, SEED)
        taken = time.perf_counter() - start
        looped, difference = _loop(loop, found, rows, turns)
        shown.add_row(
            name, f"{rows * turns:,}", f"{taken:.3f}", f"{looped:,.1f}", f"{looped / taken:,.0f}", f"{difference:.0e}"
        )
    Console(width=110).print(shown)
    times, watched = generator.exponential(size=cases), generator.random(cases) < 0.6
    start = time.perf_counter()
    harrell_c(times, watched, table[0])
    Console(width=110).print(f"Harrell's C of {cases} cases with its interval: {time.perf_counter() - start:.4f} s")


def _loop(one: Callable[[int, int], float], found: np.ndarray, rows: int, turns: int) -> tuple[float, float]:
    """Seconds that all turns would take, and the greatest difference in those made."""
    one(0, 0)
    start, made, difference = time.perf_counter(), 0, 0.0
    while made < rows * turns and time.perf_counter() - start < LOOP_SECONDS:
        row, turn = made % rows, made // rows
        difference = max(difference, abs(one(row, turn) - found[row, turn]))
        made += 1
    return (time.perf_counter() - start) / made * rows * turns, difference


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
