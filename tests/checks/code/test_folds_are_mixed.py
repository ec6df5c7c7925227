import pytest

from radaudit.checks.code.folds_are_mixed import folds_are_mixed
from radaudit.core.errors import Unavailable
from tests.made_code import BUILDS, some_code
from tests.made_evidence import only

TEXT = """
import pandas as pd
from sklearn.model_selection import KFold
from sklearn.svm import SVC
df = pd.read_csv("a.csv").sort_values("label")
X, y = df.drop(columns="label").values, df["label"].values
for i, j in KFold(5{shuffle}).split(X):
    print(SVC().fit(X[i], y[i]).score(X[j], y[j]))
"""


def test_a_sorted_table_cut_as_it_stands():
    finding = only(folds_are_mixed(some_code(TEXT.format(shuffle=""))))
    assert (finding.code, finding.where[0].line) == ("unshuffled-folds", 7)


def test_shuffled_folds():
    assert only(folds_are_mixed(some_code(TEXT.format(shuffle=", shuffle=True, random_state=0"))), "pass")


def test_code_without_splits_tells_nothing():
    with pytest.raises(Unavailable, match="parts no rows"):
        list(folds_are_mixed(some_code(BUILDS)))
