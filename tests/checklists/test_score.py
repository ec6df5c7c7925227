"""Totals: published vectors, and how the three numbers and the range hang together."""

import itertools

import pytest

from radaudit.checklists.score import score
from radaudit.core.errors import DataError

# Published scorings with their totals. Item 12 is worth 4 by two options, so it is named.
PUBLISHED = [
    ([1, 1, 0, 0, 3, 1, 0, 1, 2, 0, 0, "two_external", 2, 0, 0, 3], 18, 50.0),
    ([2, 0, 0, 0, 3, 1, 1, 1, 2, 0, 0, "two_external", 2, 0, 0, 3], 19, 52.8),
    ([1, 1, 0, 0, 3, 1, 1, 1, 2, 1, 0, "two_external", 2, 2, 0, 1], 20, 55.6),
    ([1, 0, 0, 0, -3, 0, 0, 0, 2, 0, 0, 2, 2, 0, 0, 1], 5, 13.9),
    ([0, 0, 0, 0, -3, 0, 0, 0, 0, 0, 0, -5, 0, 0, 0, 0], -8, 0.0),
    ([2, 1, 1, 1, 3, 1, 1, 1, 2, 2, 7, 5, 2, 2, 1, 4], 36, 100.0),
]


def entries(vector, **more):
    return {
        str(number): ({"choose": value} if isinstance(value, str) else {"points": value}) | more
        for number, value in enumerate(vector, start=1)
    }


@pytest.mark.parametrize(("vector", "total", "percent"), PUBLISHED)
def test_published_scorings_get_their_totals(rqs, answers_of, vector, total, percent):
    scored = score(rqs, answers_of(rqs, entries(vector)), [])
    assert (scored.claimed, scored.claimed_percent) == (total, percent)
    assert scored.not_contradicted == total
    assert scored.highest == total


def test_a_published_scoring_with_an_illegal_value_is_refused(rqs, answers_of):
    vector = [1, 1, 0, 0, 0, 0, 0, 0, 2, 1, 0, 2, 2, 2, 0, 1]
    with pytest.raises(DataError, match=r"item 5 can't give 0 points; legal are: -3 \(neither\), 3 \(either\)"):
        answers_of(rqs, entries(vector))


def test_without_answers_nothing_is_claimed_and_all_is_open(rqs, answers_of):
    for answers in (None, answers_of(rqs, {})):
        scored = score(rqs, answers, [])
        assert (scored.claimed, scored.claimed_percent, scored.not_contradicted) == (None, None, None)
        assert (scored.supported, scored.lowest, scored.highest, scored.percent) == (-8, -8, 36, 0.0)
        assert {answer.basis for answer in scored.answers} == {"unknown"}


def test_claims_without_evidence_are_not_supported_but_not_contradicted_either(rqs, answers_of):
    scored = score(rqs, answers_of(rqs, entries(PUBLISHED[-1][0])), [])
    assert (scored.claimed, scored.supported, scored.not_contradicted) == (36, -8, 36)
    assert (scored.lowest, scored.highest) == (-8, 36)


def test_an_item_left_out_is_not_zero(rqs, answers_of):
    scored = score(rqs, answers_of(rqs, {"1": {"points": 2, "pointer": "p. 3", "statement": "Table S1."}}), [])
    assert (scored.claimed, scored.supported, scored.lowest, scored.highest) == (2, -6, -6, 36)


def test_the_three_numbers(rqs, answers_of, result):
    answers = answers_of(
        rqs,
        {
            "1": {"choose": ["documented"], "pointer": "Methods, 2.2", "statement": "Table S1."},  # declared: 1
            "5": {"choose": "either"},  # contradicted: -3 instead of 3
            "6": {"choose": "yes"},  # supported: 1
            "12": {"choose": "three_plus_external"},  # contradicted: 2 instead of 5
            "14": {"choose": "yes", "pointer": "Fig. 4"},  # unknown: 2 claimed
        },
    )
    results = [
        result("model/features-reduced", ("fail", "not-reduced")),
        result("model/clinical-variables", ("pass", "joined")),
        result("model/validated-on-other-cases", ("pass", "same-institute")),
        *(result(f"leakage/{name}", ("pass", "")) for name in ("patient-overlap", "identical-images")),
        result("leakage/shared-examination", ("pass", "")),
        result("leakage/duplicate-rows", ("pass", "")),
    ]
    scored = score(rqs, answers, results)
    assert [answer.basis for answer in scored.answers if answer.claimed is not None] == [
        "declared",
        "contradicted",
        "supported",
        "contradicted",
        "unknown",
    ]
    assert scored.claimed == 12
    assert scored.supported == 1 - 3 + 1 + 2
    assert (scored.evidenced, scored.declared) == (1, 1)
    assert scored.not_contradicted == 1 - 3 + 1 + 2 + 2
    assert (scored.percent, scored.claimed_percent) == (2.8, 33.3)
    assert (scored.checklist, scored.reference) == ("rqs-2017", "doi:10.1038/nrclinonc.2017.141")
    assert (scored.minimum, scored.maximum, len(scored.answers)) == (-8, 36, 16)


def test_the_ends_hold_whatever_the_checks_say(rqs, answers_of, result):
    """Every combination of outcomes of three checks, with claims from nothing to everything."""
    codes = {
        "model/validated-on-other-cases": [("pass", "same-institute"), ("fail", "no-validation"), ("unknown", "")],
        "leakage/patient-overlap": [("pass", ""), ("fail", "shared-patient"), ("error", "")],
        "model/features-reduced": [("pass", "reduced"), ("fail", "not-reduced"), ("not_applicable", "")],
    }
    claims = [
        None,
        *(answers_of(rqs, entries(vector, pointer="p. 1", statement="Done.")) for vector, _, _ in PUBLISHED),
    ]
    for answers, findings in itertools.product(claims, itertools.product(*codes.values())):
        scored = score(rqs, answers, [result(name, said) for name, said in zip(codes, findings, strict=True)])
        assert -8 <= scored.lowest <= scored.supported <= scored.highest <= 36
        if answers:
            assert scored.supported <= scored.not_contradicted <= scored.claimed


def test_the_lenient_reading_says_so(rqs):
    assert score(rqs, None, [], lenient=True).title == "Radiomics Quality Score (lenient reading)"


def test_the_band_is_that_of_the_rounded_percentage(tiny, answers_of):
    options = [{"key": "no", "label": "no", "points": 0}, {"key": "yes", "label": "yes", "points": 1, "human": True}]
    bands = [{"name": "poor", "from": 0}, {"name": "good", "from": 100}]
    instrument = tiny({"options": options, "evidence": "H"}, bands=bands)
    assert score(instrument, None, []).band == "poor"
    assert (
        score(
            instrument, answers_of(instrument, {"1": {"choose": "yes", "pointer": "p. 1", "statement": "Done."}}), []
        ).band
        == "good"
    )
