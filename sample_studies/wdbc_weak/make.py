"""Writes the tables of a study that keeps nothing back for a test, and predictions that are not its model's."""

from __future__ import annotations

import sys
from pathlib import Path

from breast_cancer import write_predictions, write_rows, write_tables

if __name__ == "__main__":
    write_tables(Path(sys.argv[1]), seed=1995, test=0)
    rows = write_predictions(Path(sys.argv[1]), decimals=3, entry="build_first")
    # Predictions of an earlier model; one case stands twice, one is missing, and a stranger has a row.
    write_rows(Path(sys.argv[1]), [*rows[1:], rows[7], ["WDBC-900", "train", "0.500"]])
