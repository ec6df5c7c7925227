import pytest
from statsmodels.stats.multitest import multipletests

from radaudit.statistics.holm import holm


@pytest.mark.parametrize("p", [[0.01, 0.04, 0.03, 0.005], [0.5, 0.6, 0.9], [0.001], [0.02, 0.02, 0.02, 1.0], []])
def test_as_statsmodels_does(p):
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1].tolist() if p else [])
