from radaudit.checks.code.safe_loading import safe_loading
from tests.made_code import CLEAN, some_code
from tests.made_evidence import only


def test_a_pickle_is_opened():
    finding = only(safe_loading(some_code(CLEAN + "import joblib\nold = joblib.load('old.joblib')\n")))
    assert (finding.code, finding.where[0].line) == ("unsafe-load", 13)


def test_tables_alone():
    assert only(safe_loading(some_code()), "pass")
