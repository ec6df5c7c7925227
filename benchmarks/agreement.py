"""Agreement of repeated measurements, every feature at once, beside a loop over pingouin: seconds, ratio, difference.

    uv run python benchmarks/agreement.py [FEATURES [SUBJECTS [SESSIONS]]]

All six forms of the ICC with their intervals, the concordance, within-subject variation and repeatability of made data;
one feature in twenty lacks a value. The loop is timed on as many features as fit into ``LOOP_SECONDS`` and scaled up.
"""

from __future__ import annotations

import sys
import time

import numpy as np
from rich.console import Console
from rich.table import Table

from radaudit.statistics.repeated import repeated

LOOP_SECONDS = 3.0
SEED = 1


def main(features: int = 2000, subjects: int = 50, sessions: int = 10) -> None:
    """Print one row."""
    generator = np.random.default_rng(SEED)
    values = generator.normal(size=(subjects, 1, features)) + generator.normal(size=(subjects, sessions, features))
    holed = values.copy()
    holed[generator.integers(subjects, size=features // 20), 0, ::20] = np.nan
    repeated(values[:, :, :2])  # what is imported late counts on neither side
    start = time.perf_counter()
    found = repeated(values)
    whole = time.perf_counter() - start
    start = time.perf_counter()
    repeated(holed)
    with_holes = time.perf_counter() - start
    looped, difference = _loop(values, found["icc2"].estimate)
    shown = Table(title=f"{features:,} features x {subjects} subjects x {sessions} sessions")
    for column in ("all features, s", "with empty cells, s", "loop over pingouin, s", "ratio", "difference"):
        shown.add_column(column, justify="right")
    ratio = f"{looped / whole:,.0f}"
    shown.add_row(f"{whole:.3f}", f"{with_holes:.3f}", f"{looped:,.0f}", ratio, f"{difference:.0e}")
    Console(width=110).print(shown)


def _loop(values: np.ndarray, found: np.ndarray) -> tuple[float, float]:
    """Seconds that all features would take, and the greatest difference in ICC(A,1) of those done."""
    import pandas as pd
    import pingouin

    start, done, difference = time.perf_counter(), 0, 0.0
    while done < values.shape[2] and time.perf_counter() - start < LOOP_SECONDS:
        long = pd.DataFrame(values[:, :, done]).rename_axis("subject").reset_index()
        long = long.melt(id_vars="subject", var_name="rater")
        table = pingouin.intraclass_corr(long, targets="subject", raters="rater", ratings="value").set_index("Type")
        difference = max(difference, abs(float(table.loc["ICC(A,1)", "ICC"]) - found[done]))
        done += 1
    return (time.perf_counter() - start) / done * values.shape[2], difference


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
