import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.offered import Features, OfferedFeatures
from radaudit.evidence.reruns import Rerun
from radaudit.evidence.signatures import signatures
from radaudit.study.manifest import ModelInfo

TABLE = Features("reported", ("c0",), ("a", "b", "c"), np.zeros((1, 3)), np.arange(3))
LISTED = Features("reported", ("c0",), ("a", "b", "c"), np.zeros((1, 3)), np.array([1, 2]))


def made(table, rerun=None, **info):
    models = (ModelInfo(name="m", **info),)
    return signatures(models, OfferedFeatures({"m": table}), {"m": rerun} if rerun else None)


def test_what_the_estimator_depends_on_goes_before_what_is_listed():
    [own] = made(LISTED, Rerun("m", used=("c", "age")), features=["b", "c"])
    assert (own.names, own.how) == (("c",), "the estimator, fitted again, depends on")


@pytest.mark.parametrize("rerun", [None, Rerun("m", "broke"), Rerun("m"), Rerun("m", used=("pca0",))])
def test_else_the_list_counts(rerun):
    assert made(LISTED, rerun, features=["b", "c"])[0].names == ("b", "c")
    with pytest.raises(Unavailable, match="not known"):
        made(TABLE, rerun)
