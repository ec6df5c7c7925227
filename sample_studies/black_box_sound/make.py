"""Writes the tables of a study in which four features tell malignant nodules."""

import sys
from pathlib import Path

from nodule_tables import write_tables

if __name__ == "__main__":
    write_tables(Path(sys.argv[1]), seed=12, sizes={"train": 100, "test": 360}, features=40, telling=4, shift=0.8)
