"""Made tables beside made extractions; what a real network does is in tests/deep."""

import numpy as np
import pytest

from radaudit.checks.deep.reproduces import reproduces
from radaudit.core.finding import Outcome, Severity
from radaudit.deep.comparison import compare_deep
from radaudit.deep.variants import Taking, Variant
from radaudit.evidence.deep_comparison import deep_comparison
from radaudit.evidence.deep_probe import DeepProbe
from radaudit.evidence.deep_variants import Tried, VariantSearch
from tests.made_deep import a_deep_table, an_extraction, drawn
from tests.made_evidence import a_split, only

PLAIN = drawn()
NOISE = np.random.default_rng(2).normal(size=PLAIN.shape)


def judge(reported, extracted=PLAIN, search=None, probe=None, after=(), failures=None, train=10):
    table, found = a_deep_table(reported, after=after), an_extraction(extracted, failures)
    split = a_split(train=table.cases[:train], test=table.cases[train:])
    own = deep_comparison(table, found, split)
    return list(reproduces(table, found, own, search, probe))


def a_search(*tried, known=float("nan"), cases=10):
    """Variants by words, with the table that each of them gives."""
    names = tuple(map(str, range(cases)))

    def compared(table):
        return compare_deep(names, PLAIN[:cases], table[:cases], np.zeros((cases, PLAIN.shape[1])))

    ways = tuple(Tried(Variant("x", words, Taking(())), compared(table)) for words, table in tried)
    ways = tuple(sorted(ways, key=lambda own: own.comparison.closeness, reverse=True))
    return VariantSearch(names, compared(PLAIN + NOISE), ways, 0, known)


@pytest.mark.parametrize(
    ("size", "words"), [(0, "last printed digit"), (1e-6, "order of sums"), (1e-3, "half precision")]
)
def test_arithmetic_is_no_difference(size, words):
    finding = only(judge(PLAIN * (1 + size * np.sign(NOISE))), "pass")
    assert words in finding.message
    assert finding.values["largest_distance"] == pytest.approx(size, rel=0.01, abs=1e-12)


def test_the_setting_that_gives_them_is_named():
    search = a_search(("window 1 instead of window 2", PLAIN), ("a flip", PLAIN + 0.5 * NOISE))
    finding = only(judge(PLAIN, PLAIN + NOISE, search))
    assert finding.code == "other-setting"
    assert "come out with window 1 instead of window 2" in finding.message
    assert [row.get("tried") for row in finding.rows[:2]] == ["window 1 instead of window 2", "a flip"]
    assert finding.benign == ()


def test_other_weights_are_told_only_if_the_columns_are_strangers():
    stranger = drawn(seed=50)
    assert only(judge(PLAIN, stranger, a_search(("a flip", stranger), known=0.6))).code == "other-network"
    known = only(judge(PLAIN, stranger, a_search(("a flip", stranger), known=0.001)))
    assert known.code == "differs"
    assert "recognised as this network's" in known.message
    assert only(judge(PLAIN, stranger, a_search(("a flip", stranger)))).code == "differs"  # it can't be told
    assert known.benign


def test_one_case_of_another_image():
    changed = PLAIN.copy()
    changed[3] = changed[3][::-1] + 1
    finding = only(judge(PLAIN, changed))
    assert finding.code == "some-cases"
    assert "c03" in finding.message
    assert finding.where[0].line == 5


def test_scaling_that_nobody_declared_is_told():
    scaled = (PLAIN - PLAIN.mean(0)) / PLAIN.std(0)
    first, second = judge(scaled)
    assert (first.code, first.severity, second.outcome) == ("scaled-unsaid", Severity.MINOR, Outcome.PASS)
    only(judge(scaled, after=["zscore"]), "pass")


@pytest.mark.parametrize("rows", ["all", "training"])
def test_components_and_what_they_were_fitted_on(rows):
    fitted = PLAIN if rows == "all" else PLAIN[:10]
    axes = np.linalg.svd(fitted - fitted.mean(0), full_matrices=False)[2][:3]
    finding = only(judge((PLAIN - fitted.mean(0)) @ axes.T, after=["pca"]), "fail" if rows == "all" else "pass")
    assert finding.code == ("components-of-all-rows" if rows == "all" else "")
    assert finding.rows[0]["fitted on"] == rows


def test_components_of_something_else():
    assert only(judge(drawn(features=3, seed=9), after=["pca"])).code == "components-differ"


@pytest.mark.parametrize(
    ("probe", "code"),
    [
        (DeepProbe(False, 0.1, 0.1), "not-repeatable"),
        (DeepProbe(True, 0.0, 0.2), "depends-on-batch"),
        (DeepProbe(True, 0.0, 1e-6), ""),
    ],
)
def test_features_that_are_not_the_cases_own(probe, code):
    assert [own.code for own in judge(PLAIN, probe=probe) if own.outcome is Outcome.FAIL] == ([code] if code else [])


def test_cases_that_gave_nothing_are_told():
    first, second = judge(PLAIN, failures={"c99": "the mask is empty"})
    assert (first.code, second.outcome) == ("not-extracted", Outcome.PASS)
