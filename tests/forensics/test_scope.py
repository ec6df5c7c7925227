import numpy as np
import pytest

from radaudit.forensics.scope import scaling_scope
from tests.made_lesions import examined, lesions, scaled

OWN = lesions()
TRAIN = OWN.train


def scope(values, **changes):
    table = examined(OWN, values, **changes)
    return scaling_scope(table.values, table.half, table.subsets, table.groupings)


def test_raw_values_were_not_scaled():
    assert scope(OWN.values) is None


@pytest.mark.parametrize("digits", [2, 3, 15])
@pytest.mark.parametrize(("rows", "name"), [(slice(None), "all rows"), (TRAIN, "set train"), (OWN.site == 1, "site B")])
@pytest.mark.parametrize("ddof", [0, 1])
def test_standardised(rows, name, ddof, digits):
    values = (OWN.values - OWN.values[rows].mean(axis=0)) / OWN.values[rows].std(axis=0, ddof=ddof)
    found = scope(np.round(values, digits))
    assert (found.method, found.rows, found.each) == ("zscore", name, False)
    assert found.share > 0.9
    assert found.runner_up < 0.05


@pytest.mark.parametrize("name", ["site", "event", "set"])
def test_each_group_by_itself(name):
    values = OWN.values.copy()
    codes = examined(OWN, values).groupings[name]
    for code in np.unique(codes):
        values[codes == code] = scaled(OWN.values[codes == code])
    found = scope(values)
    assert (found.rows, found.each, found.share) == (name, True, 1.0)


@pytest.mark.parametrize(("transform", "method"), [("RobustScaler", "robust"), ("MinMaxScaler", "minmax")])
def test_the_scalers_of_scikit_learn(transform, method):
    from sklearn import preprocessing

    scaler = getattr(preprocessing, transform)().fit(OWN.values[TRAIN])
    found = scope(scaler.transform(OWN.values))
    assert (found.method, found.rows) == (method, "set train")


@pytest.mark.parametrize("shape", ["uniform", "normal"])
def test_ranks(shape):
    from scipy.stats import norm, rankdata

    ranks = rankdata(OWN.values, axis=0) / (len(OWN.values) + 1)
    found = scope(norm.ppf(ranks) if shape == "normal" else ranks)
    assert (found.method, found.rows) == ("rank", "all rows")


def test_one_column_of_many_tells_nothing():
    values = OWN.values.copy()
    values[:, :3] = scaled(values)[:, :3]
    assert scope(values) is None
    assert scope(values[:, :2], names=OWN.names[:2]) is None
