"""Writes the tables of a study with a training and a test set, and the predictions of its model."""

from __future__ import annotations

import sys
from pathlib import Path

from breast_cancer import write_predictions, write_tables

if __name__ == "__main__":
    write_tables(Path(sys.argv[1]), seed=1995, test=0.3)
    write_predictions(Path(sys.argv[1]), decimals=4)
