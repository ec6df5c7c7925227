from radaudit.checks.code.no_absolute_paths import no_absolute_paths
from tests.made_code import CLEAN, some_code
from tests.made_evidence import only


def test_a_path_of_one_machine_whose_owner_is_not_named():
    finding = only(no_absolute_paths(some_code(CLEAN.replace("a.csv", "/home/jane.doe/a.csv"))))
    assert (finding.code, finding.where[0].line) == ("absolute-path", 6)
    assert "jane" not in str(finding)


def test_a_relative_path():
    assert only(no_absolute_paths(some_code()), "pass")
