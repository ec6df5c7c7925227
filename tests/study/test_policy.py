"""What a policy file may say."""

import pytest

from radaudit.core.errors import PolicyError
from radaudit.study.policy import Policy, load_policy


@pytest.fixture
def load(tmp_path):
    def load(text):
        path = tmp_path / "policy.yaml"
        path.write_text(text)
        return load_policy(path)

    return load


def test_the_defaults_are_those_of_an_empty_policy(load):
    policy = load("schema: radaudit-policy/1\n")
    assert policy == Policy()
    assert policy.select == ["*"]
    assert policy.fail_on == "major"


def test_a_whole_policy(load):
    policy = load(
        "schema: radaudit-policy/1\n"
        "select: [leakage/*]\n"
        "waive: {code/seeds: 'set in a helper'}\n"
        "options: {leakage/near-duplicates: {similarity: 0.98}}\n"
        "fail_on: never\n"
        "checklists: {rqs-2017: {minimum_supported: 12}}\n"
    )
    assert policy.waive == {"code/seeds": "set in a helper"}
    assert policy.options["leakage/near-duplicates"] == {"similarity": 0.98}
    assert policy.checklists["rqs-2017"].minimum_supported == 12


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail_on: mayor\n", "policy.yaml:1: 'fail_on' must be 'note', 'minor', 'major', 'critical' or 'never' (it is"),
        ("fail-on: major\n", "policy.yaml:1: unknown key 'fail-on'; did you mean 'fail_on'?"),
        ("a: 1\nwaive: {code/seeds: ' '}\n", "policy.yaml:2: 'waive' waives 'code/seeds' without a reason"),
        ("waive: {code/seeds: }\n", "'waive.code/seeds' must be text, or hold keys and values (nothing is given)"),
        ("waive: [code/seeds]\n", "policy.yaml:1: 'waive' must hold keys and values (it is ['code/seeds'])"),
        ("options: {a/b: 5}\n", "policy.yaml:1: 'options.a/b' must hold keys and values (it is 5)"),
        (
            "checklists:\n  rqs-2017: {minimum: 3}\n",
            "policy.yaml:2: unknown key 'checklists.rqs-2017.minimum'; did you mean 'minimum_supported'?",
        ),
        ("checklists: {r: {minimum_supported: many}}\n", "'checklists.r.minimum_supported' must be a number"),
        ("- a\n", "policy.yaml:1: should hold keys and values, but holds a list"),
        ("schema: radaudit/1\n", "policy.yaml:1: 'schema' must be 'radaudit-policy/1' (it is 'radaudit/1')"),
    ],
)
def test_mistakes_are_named_with_their_line(load, text, said):
    with pytest.raises(PolicyError) as caught:
        load(text)
    assert said in str(caught.value)


def test_a_policy_that_is_not_there(tmp_path):
    with pytest.raises(PolicyError, match=r"^policy.yaml: can't be read: No such file or directory$"):
        load_policy(tmp_path / "policy.yaml")


def test_effort_has_bounds_and_leaves_open_what_it_does_not_say(load):
    policy = load("schema: radaudit-policy/1\neffort: {permutations: 1000}\n")
    assert (policy.effort.permutations, policy.effort.seeds) == (1000, None)
    with pytest.raises(PolicyError, match=r"policy.yaml:2: .*effort.*permutations"):
        load("schema: radaudit-policy/1\neffort: {permutations: 3}\n")


def test_perturbations_are_words_and_numbers_go_before_them(load):
    from radaudit.evidence.auditor import PERTURBATIONS, Effort

    for word, numbers in PERTURBATIONS.items():
        policy = load(f"schema: radaudit-policy/1\nperturbations: {word}\neffort: {{perturbed_cases: 7}}\n")
        told = numbers | {name: number for name, number in policy.effort if number is not None}
        assert Effort(**told).perturbed_cases == 7
        assert Effort(**told).perturbations == numbers["perturbations"]
    with pytest.raises(PolicyError, match=r"policy.yaml:2: .*perturbations"):
        load("schema: radaudit-policy/1\nperturbations: many\n")
