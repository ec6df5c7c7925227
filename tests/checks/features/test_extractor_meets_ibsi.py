from radaudit.checks.features.extractor_meets_ibsi import extractor_meets_ibsi
from radaudit.compute.job import Failure
from radaudit.features.ibsi.selfcheck import phantom_selfcheck, selfcheck
from tests.made_evidence import only


def test_the_installed_extractor():
    finding = only(extractor_meets_ibsi(selfcheck()), "pass")
    assert finding.message == (
        "The extractor gives 254 of 257 IBSI reference values of the digital phantom; 3 differ as it is documented."
    )
    assert finding.values == {"meets": 254, "documented deviation": 3, "fails": 0, "not computed": 20}


def test_a_pass_lists_every_documented_deviation():
    rows = {row["documented deviation"]: row for row in only(extractor_meets_ibsi(selfcheck()), "pass").rows}
    assert len(rows) == 12
    assert rows["kurtosis-not-excess"]["on the phantom"] == "firstorder_Kurtosis: 2.645 instead of -0.355"
    assert "shape_MinorAxisLength: 9.245 instead of 9.31" in rows["axes-divide-by-n"]["on the phantom"]
    assert rows["grid-by-corner"]["on the phantom"] == ""
    assert all(row["source"].startswith("https://") for row in rows.values())


def test_a_value_is_missed():
    finding = only(extractor_meets_ibsi(selfcheck({"gldm_a": 1})))
    assert finding.code == "reference-missed"
    assert finding.message == f"The extractor misses {len(finding.rows)} of 257 IBSI reference values."
    row = next(row for row in finding.rows if row["IBSI"] == "IMOQ")
    assert (row["feature"], row["aggregation"], row["expected"]) == ("gldm_LargeDependenceEmphasis", "KOBO", 109.0)
    assert row["got"] != 109.0


def test_the_extractor_gives_nothing():
    finding = only(extractor_meets_ibsi(phantom_selfcheck(Failure("the worker process died", "crash"))))
    assert (finding.code, len(finding.rows)) == ("no-value", 257)
    assert finding.message == (
        "The extractor gives no value for 257 of 257 IBSI reference values: the worker process died."
    )
