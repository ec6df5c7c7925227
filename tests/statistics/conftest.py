"""What R says (see fixtures/reference.R), and the data it was asked about."""

import json
from pathlib import Path

import numpy as np
import pytest

FIXTURES = Path(__file__).parent / "fixtures"


def _columns(name):
    table = np.genfromtxt(FIXTURES / name, delimiter=",", names=True)
    return {column: table[column] for column in table.dtype.names}


@pytest.fixture(scope="session")
def reference():
    """R's results."""
    return json.loads((FIXTURES / "reference.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def cases():
    """Scores by name, each of shape (100,)."""
    return _columns("cases.csv")


@pytest.fixture(scope="session")
def events(cases):
    """What happened to those cases."""
    return cases["event"] == 1


@pytest.fixture(scope="session")
def ratings():
    """15 subjects by 4 raters."""
    return np.column_stack(list(_columns("ratings.csv").values()))
