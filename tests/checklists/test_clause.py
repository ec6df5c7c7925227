"""What a clause may say."""

import pydantic
import pytest

from radaudit.checklists.clause import Clause

CHECK = {"check": "model/some-check", "outcome": "pass"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "needs 'check' or 'declares'"),
        (CHECK | {"declares": "images.mask"}, "needs 'check' or 'declares'"),
        ({"check": "model/some-check"}, "needs 'outcome' with 'check'"),
        ({"declares": "images.mask", "outcome": "pass"}, "needs 'outcome' with 'check'"),
        (CHECK | {"among": ["a"]}, "go with 'declares'"),
        ({"declares": "Images.mask"}, "should match pattern"),
    ],
)
def test_a_clause_has_one_source(given, message):
    with pytest.raises(pydantic.ValidationError, match=message):
        Clause.model_validate(given)


def test_what_must_hold_as_well_is_asked_too():
    clause = Clause.model_validate(CHECK | {"also": [{"declares": "images.mask"}, {"check": "a/b", "outcome": "fail"}]})
    assert clause.checks == {"model/some-check", "a/b"}
    assert clause.declarations == {"images.mask"}
