from radaudit.checks.code.seeds_set import seeds_set
from tests.made_code import CLEAN, some_code
from tests.made_evidence import only


def test_a_split_without_a_seed():
    finding = only(seeds_set(some_code(CLEAN.replace(", random_state=0", ""))))
    assert (finding.code, finding.values["calls"], finding.where[0].line) == ("no-seed", 1, 8)
    assert finding.rows[0]["call"] == "train_test_split"


def test_a_split_with_a_seed():
    assert only(seeds_set(some_code()), "pass").message == "No random call without a seed in 1 file."
