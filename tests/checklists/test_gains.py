"""The cheapest ways to gain points: words first, then files, then work."""

import pytest

from radaudit.checklists.instrument import instruments, load_instrument
from radaudit.checklists.score import score


def test_words_before_files_before_work_and_the_most_points_first(rqs, answers_of, result):
    answers = answers_of(
        rqs,
        {
            "5": {"choose": "neither"},
            "9": {"choose": ["statistic"]},
            "11": {"choose": "yes", "pointer": "p. 2"},
            "15": {"choose": "yes"},
        },
    )
    found = score(rqs, answers, [result("model/features-reduced", ("pass", "reduced"))]).gains
    assert [(gain.item, gain.points, gain.effort) for gain in found] == [("11", 7, 1), ("5", 6, 1), ("15", 1, 1)]
    assert found[1].advice == "The evidence supports 'at least one done'; claim it, and say where it is written."
    assert found[0].advice.startswith("State what was done")


def test_files_to_hand_in_and_work_that_is_left(tiny, answers_of, result):
    yes = {"key": "yes", "label": "done", "hand_in": "Give the table.", "supported_by": [_clause("pass")]}
    options = [{"key": "no", "label": "no", "points": 0}, yes | {"points": 1, "contradicted_by": [_clause("fail")]}]
    item = {"options": options}
    instrument = tiny(item, item, item, maximum=3)
    answers = answers_of(instrument, {"1": {"choose": "yes"}, "2": {"choose": "no"}})
    assert [(gain.item, gain.effort, gain.advice) for gain in score(instrument, answers, []).gains] == [
        ("1", 2, "Give the table."),
        ("3", 2, "Give the table."),
        ("2", 3, "The study does not claim it; it would have to be done."),
    ]
    (gain, *_) = score(instrument, answers, [result("a/check", ("fail", "x"))]).gains
    assert (gain.effort, gain.advice) == (3, "Something speaks against it today: a/check says x.")


def _clause(outcome):
    return {"check": "a/check", "outcome": outcome}


def test_nothing_is_advised_where_nothing_can_be_gained(rqs, filled):
    assert all(gain.item not in ("2", "4") for gain in score(rqs, None, []).gains)  # no check settles them
    metrics = load_instrument("metrics")
    conditions = {f"C{number}": "no" for number in range(1, 6)}
    found = score(metrics, filled(metrics, {}, conditions=conditions), []).gains
    assert [gain.item for gain in found] == ["3", "27", "2"]
    assert round(found[0].points, 1) == 11.3  # in percent of the items that apply


@pytest.mark.parametrize("name", instruments())
def test_in_every_checklist_following_the_advice_gains_what_it_says(name, filled):
    instrument = load_instrument(name)
    frame = {"conditions": {own.key: "yes" for own in instrument.conditions}, "level": len(instrument.levels)}
    before = score(instrument, filled(instrument, {}, **frame), [])
    assert len(before.gains) == 3
    assert [gain.effort for gain in before.gains] == sorted(gain.effort for gain in before.gains)
    followed = [gain for gain in before.gains if gain.advice.startswith("If it was done, claim it")]
    assert followed
    for gain in followed:
        item = instrument.item(gain.item)
        best = max((own for own in item.options if own.human), key=lambda own: own.points)
        said = {"choose": best.key, "pointer": "p. 1", "statement": "It was done."}
        after = score(instrument, filled(instrument, {gain.item: said}, **frame), [])
        assert after.supported - before.supported == pytest.approx(gain.points, abs=0.051)  # told with one decimal
