"""Which rows sites were made equal on, from tests whose p-values are known."""

import pytest

from radaudit.evidence.equal_sites import EqualSites
from radaudit.forensics.equal_sites import Equality


def a_test(p, log_f):
    return Equality(p, 0.9, log_f, 60, 3, 40)


@pytest.mark.parametrize(
    ("tests", "pooled", "held", "equal"),
    [
        ({"all rows": a_test(1e-4, -3.0), "train": a_test(0.1, -1.0), "test": a_test(0.1, -1)}, True, [], {"all rows"}),
        ({"all rows": a_test(1e-4, -1.0), "train": a_test(1e-4, -3.0)}, False, [], {"all rows", "train"}),
        ({"all rows": a_test(0.5, -1.0), "test": a_test(1e-4, -3.0)}, False, ["test"], {"test"}),
        ({"all rows": a_test(0.5, 0.0)}, False, [], set()),
    ],
)  # fmt: skip
def test_the_rows_that_are_most_equal_are_those_it_was_fitted_on(tests, pooled, held, equal):
    found = EqualSites(None, "site", tests)
    assert (found.pooled(0.001), found.held(0.001), found.equal(0.001)) == (pooled, held, equal)
