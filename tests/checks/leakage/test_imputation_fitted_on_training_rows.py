import numpy as np
import pytest

from radaudit.checks.leakage.imputation_fitted_on_training_rows import imputation_fitted_on_training_rows
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity
from tests.made_evidence import only, told
from tests.made_lesions import examined, lesions

OWN = lesions()
EMPTY = np.random.default_rng(1).uniform(size=OWN.values.shape) < 0.06
ALL = np.ones(90, dtype=bool)


def judge(values):
    return list(imputation_fitted_on_training_rows((examined(OWN, values),)))


def filled(rows, parts=(ALL,)):
    values = np.where(EMPTY, np.nan, OWN.values)
    for part in parts:
        values[part] = np.where(EMPTY[part], np.nanmean(values[part & rows], axis=0), values[part])
    return values


def constant():
    values = OWN.values.copy()
    values[:5, 3] = -1.0
    return values


@pytest.mark.parametrize("values", [OWN.values, filled(OWN.train), constant()])
def test_honest_tables_pass(values):
    assert told(judge(values)) == [("pass", "")]


def test_the_mean_of_all_rows():
    finding = only(judge(filled(ALL)))
    assert (finding.code, finding.severity) == ("imputed-on-all-rows", None)
    assert finding.values["statistic"] == "mean"
    cells = {(int(row["case"][1:]), OWN.names.index(row["feature"])) for row in finding.rows}
    assert cells <= {(int(row), int(column)) for row, column in np.argwhere(EMPTY)}


def test_the_mean_of_each_class_tells_the_outcome():
    finding = only(judge(filled(ALL, [OWN.event == 0, OWN.event == 1])))
    assert (finding.code, finding.severity) == ("classes-imputed-apart", Severity.CRITICAL)


def test_too_few_rows():
    with pytest.raises(Unavailable):
        list(imputation_fitted_on_training_rows((examined(OWN, OWN.values[:6]),)))
