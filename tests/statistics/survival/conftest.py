import json
from pathlib import Path

import numpy as np
import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture(scope="session")
def cases():
    """Columns of survival.csv; `time` has ties, `days` has none."""
    table = np.genfromtxt(FIXTURES / "survival.csv", delimiter=",", names=True)
    return {column: table[column] for column in table.dtype.names}


@pytest.fixture(scope="session")
def of_r():
    """What R's survival says."""
    return json.loads((FIXTURES / "survival.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def of_sksurv():
    """What scikit-survival says."""
    return json.loads((FIXTURES / "scikit_survival.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def at_a_time():
    """What R says of the risk by 12, see horizon.R."""
    return json.loads((FIXTURES / "horizon.json").read_text(encoding="utf-8"))
