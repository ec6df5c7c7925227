"""Second raters over studies."""

from dataclasses import replace

import pytest

from radaudit.core.agreement import Agreement
from radaudit.surveying.rater_summary import raters
from tests.surveying import published


def rated(pairs, **fields):
    base = {"compared": 16, "agreed": 12, "kappa": 0.5, "low": 0.1, "high": 0.9, "weighted": True} | fields
    found = [Agreement("b.yaml", **base, first_total=one, second_total=other) for one, other in pairs]
    return [replace(own, agreement=two) for own, two in zip(published.scores(), found, strict=False)]


def test_totals_agree_as_shrout_and_fleiss_say():
    """Judges 3 and 4 of table 2, doi:10.1037/0033-2909.86.2.420; ICC2 by pingouin."""
    import pandas as pd
    import pingouin

    first, second = (5, 3, 6, 2, 6, 4), (8, 2, 8, 6, 9, 7)
    own = raters(rated(zip(first, second, strict=True)))
    long = pd.DataFrame({"study": [*range(6)] * 2, "rater": [0] * 6 + [1] * 6, "total": [*first, *second]})
    icc = pingouin.intraclass_corr(long, "study", "rater", "total").iloc[1]
    assert own.totals == pytest.approx(icc["ICC"])
    assert (own.studies, own.compared, own.agreed, own.kappa.median) == (6, 96, 72, 0.5)
    assert own.low < own.totals < own.high


def test_what_says_nothing_is_left_out():
    own = raters(rated([(5.0, None)], kappa=None))
    assert (own.studies, own.kappa, own.totals) == (1, None, None)
    assert raters(published.scores()) is None
