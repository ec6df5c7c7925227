"""The text of a draft: comments that stay comments, values that are read back as they are."""

import pytest
import yaml

from radaudit.drafting.guess import Guess
from radaudit.drafting.manifest_text import Blank, Number, flow, manifest_text


@pytest.mark.parametrize(
    "value",
    [
        "plain",
        "a, b",
        "{x}",
        "- x",
        "a: b # c",
        "line\nend",
        "'",
        "1",
        1,
        True,
        None,
        "\u202e",
        "é",
        ["a, b", 2],
        {"a": "x: y"},
    ],
)
def test_a_value_is_read_back(value):
    text = flow(value)
    assert "\n" not in text
    assert yaml.safe_load(f"key: {text}") == {"key": value}


def test_a_figure_keeps_its_decimals():
    assert flow({"value": Number("0.90")}) == "{value: 0.90}"


def test_reasons_and_doubtful_keys_are_comments():
    guesses = [
        Guess(("cohort", "table"), "a.csv", 0.95, "rows\n- hidden: 1"),
        Guess(("cohort", "site"), "s", 0.3, "a doubt"),
        Guess(("models", 0, "name"), "m", 0.9, "why"),
        Guess(("models", 0, "threshold"), 0.5, 0.2, "why not"),
        Guess(("models", 1, "name"), "n", 0.9, "why"),
        Guess(("claims", 0), {"id": "c"}, 0.9, "told", held=True),
    ]
    text, lines = manifest_text(guesses, [Blank(("images", "image"), "x", "where")])
    assert yaml.safe_load(text) == {
        "schema": "radaudit/1",
        "cohort": {"table": "a.csv"},
        "models": [{"name": "m"}, {"name": "n"}],
    }
    numbered = text.splitlines()
    assert {numbered[line - 1].strip(): key for line, key in lines.items()} == {
        "table: a.csv": ("cohort", "table"),
        "- name: m": ("models", 0, "name"),
        "- name: n": ("models", 1, "name"),
    }
    assert "#: sure: rows - hidden: 1" in text


def test_taking_the_marks_away_gives_the_keys():
    """What stands behind '# ' is YAML in its place."""
    text, _ = manifest_text([], [Blank(("models", 0, "name"), "m", "a"), Blank(("models", 0, "threshold"), 1, "b")])
    bare = "\n".join(line.replace("# ", "", 1) for line in text.splitlines() if not line.strip().startswith("#:"))
    assert yaml.safe_load(bare)["models"] == [{"name": "m", "threshold": 1}]
