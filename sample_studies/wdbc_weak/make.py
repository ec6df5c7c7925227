"""Writes the tables of a study that keeps nothing back for a test."""

from __future__ import annotations

import sys
from pathlib import Path

from breast_cancer import write_tables

if __name__ == "__main__":
    write_tables(Path(sys.argv[1]), seed=1995, test=0)
