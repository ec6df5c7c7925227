"""How many runs it takes to see, on permuted outcomes, that features were chosen on all cases.

    .venv/bin/python benchmarks/black_box.py

Each study has 60 patients and 200 features that tell nothing. Its analysis stands in for a script that radaudit can't
read: a scaler, the ten features with the greatest F, a logistic regression, five stratified folds, and the AUC of all
held-out cases. It is run on permuted outcomes as `evidence.null_runs` runs a command: eight at a time, until the
sequential t-test is settled or a hundred runs are spent. "Above" accuses it, "below" clears it, "open" says nothing.
"""

from __future__ import annotations

import sys
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from radaudit.evidence.null_runs import AT_ONCE, LEVEL, MARGIN
from radaudit.statistics.delong import auc
from radaudit.statistics.sequential_t import Race, race

CASES, FEATURES, KEPT, MOST = 60, 200, 10, 100
ANALYSES = {
    # name: studies, whether features are scaled and chosen on all cases, among how many of them
    "honest": (200, "nothing", FEATURES),
    "scaled on all cases": (100, "scaling", FEATURES),
    "ten of 200 chosen on all cases": (200, "selection", FEATURES),
    "ten of 50 chosen on all cases": (100, "selection", 50),
    "ten of 15 chosen on all cases": (100, "selection", 15),
}


def held_out_auc(table: np.ndarray, outcome: np.ndarray, early: str, seed: int) -> float:
    """The analysis, with one of its steps on all cases."""
    scores = np.empty(len(outcome))
    chosen = strongest(table, outcome) if early == "selection" else None
    if early == "scaling":
        table = (table - table.mean(axis=0)) / table.std(axis=0)
    for train, test in StratifiedKFold(5, shuffle=True, random_state=seed).split(table, outcome):
        own = strongest(table[train], outcome[train]) if chosen is None else chosen
        middle, spread = table[train][:, own].mean(axis=0), table[train][:, own].std(axis=0)
        fitted = LogisticRegression(max_iter=1000).fit((table[train][:, own] - middle) / spread, outcome[train])
        scores[test] = fitted.decision_function((table[test][:, own] - middle) / spread)
    return auc(scores, outcome.astype(bool))


def strongest(table: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """The features with the greatest F, which rises with the correlation's square."""
    away = table - table.mean(axis=0)
    return np.argsort(-np.abs((outcome - outcome.mean()) @ away) / np.sqrt((away**2).sum(axis=0)))[:KEPT]


def audited(seed: int, early: str, features: int) -> tuple[Race, int]:
    """What is found of one study, and after how many runs."""
    rng = np.random.default_rng([seed, features])
    table, outcome, found = rng.normal(size=(CASES, features)), np.arange(CASES) % 2, []
    while len(found) < MOST:
        number = min(AT_ONCE, MOST - len(found))
        found += [held_out_auc(table, rng.permutation(outcome), early, seed) for _ in range(number)]
        settled = race(found, margin=MARGIN, level=LEVEL)
        if settled.verdict != "open":
            break
    return settled, len(found)


def main(scale: float = 1.0) -> None:
    """Print the table."""
    warnings.filterwarnings("ignore")
    print(f"n = {CASES}, at most {MOST} runs, level {LEVEL:g}")
    print(
        f"{'analysis':<32}{'studies':>8}{'above':>8}{'below':>8}{'open':>7}{'runs: median':>14}{'90 %':>6}{'most':>6}"
    )
    for name, (studies, early, features) in ANALYSES.items():
        started = time.perf_counter()
        seeds = range(max(1, round(studies * scale)))
        with ProcessPoolExecutor() as workers:
            found = list(workers.map(audited, seeds, repeat(early), repeat(features), chunksize=5))
        verdicts, runs = [own.verdict for own, _ in found], np.array([number for _, number in found])
        shares = [verdicts.count(word) / len(found) for word in ("above", "below", "open")]
        line = f"{name:<32}{len(found):>8}" + "".join(f"{share:>8.3f}" for share in shares)
        line += f"{np.median(runs):>13.0f}{np.quantile(runs, 0.9):>6.0f}{runs.max():>6.0f}"
        print(f"{line}   ({time.perf_counter() - started:.0f} s)", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
