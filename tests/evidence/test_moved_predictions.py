import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.moved_predictions import Change, keys_of_test_cases, moved_predictions
from tests.made_commands import asked, commanded, selecting


def test_what_was_watched_is_compared_and_the_rest_may_move(make_study):
    script = selecting(False)
    probes, here = asked(commanded(make_study), "probes", script)
    [own] = probes.commands
    keys = keys_of_test_cases(own, probes)
    assert len(keys) == 80
    here._script = lambda tables: [
        row | {"probability": 0.123} if row["case"] == "c050" else row
        for row in script(tables)
        if row["case"] != "c060"
    ]
    here._known = {}
    found = moved_predictions(own, probes, [Change((), keys)], "nothing", here, 0)
    assert set(found.moved) == {"c050", "c060"}
    assert found.after["c050"] == 0.123
    assert found.moved["c060"] == float("inf")
    assert not moved_predictions(own, probes, [Change((), keys[:2])], "nothing", here, 0).moved


def test_without_a_split_test_cases_may_change(make_study):
    made = commanded(make_study)
    text = made.manifest.read_text()
    made.manifest.write_text(text[: text.index("  split:")] + text[text.index("features:") :])
    probes, _ = asked(made, "probes", selecting(False))
    with pytest.raises(Unavailable, match="declares no split"):
        keys_of_test_cases(probes.commands[0], probes)
