import numpy as np
import pytest

from radaudit.core.errors import DataError, NotApplicable, Unavailable
from tests.made_study import CASES, write_table

NAMES = [f"original_glcm_F{n}" for n in range(5)]


def rows_of(cases=CASES[:6], sessions=("1", "2"), key="session"):
    random = np.random.default_rng(1)
    return [
        {"case": case, key: session, **dict(zip(NAMES, random.normal(size=5).tolist(), strict=True)), "age": 50}
        for case in cases
        for session in sessions
    ]


def with_table(make_study, rows, kind="test_retest", **columns):
    entry = {"table": "repeats.csv", "case": "case", **({"session": "session"} | columns)}
    made = make_study(manifest=lambda said: said.update(stability={kind: {k: v for k, v in entry.items() if v}}))
    write_table(made.root / "repeats.csv", rows)
    return made


def test_a_table_of_two_sessions(make_study):
    rows = rows_of()
    found = with_table(make_study, rows).evidence("retests")
    assert (found.cases, found.sessions, found.names) == (CASES[:6], ("1", "2"), tuple(NAMES))
    assert (found.kind, found.source, found.where.path, found.left_out) == ("retest", "table", "repeats.csv", ())
    assert found.values[2, 1].tolist() == [rows[5][name] for name in NAMES]
    assert (found.places["c02"].path, found.places["c02"].line) == ("repeats.csv", 4)
    assert found.agreement["icc2"].estimate.shape == (5,)


def test_people_of_another_cohort_are_as_good(make_study):
    found = with_table(make_study, rows_of(cases=["RIDER-1", "RIDER-2", "RIDER-3"])).evidence("retests")
    assert found.cases == ("RIDER-1", "RIDER-2", "RIDER-3")


def test_readers_have_raters(make_study):
    made = with_table(make_study, rows_of(sessions="ABC", key="rater"), "readers", session=None, rater="rater")
    found = made.evidence("readings")
    assert (found.kind, found.sessions, found.values.shape) == ("readers", ("A", "B", "C"), (6, 3, 5))


@pytest.mark.parametrize("column", ["session", None])
def test_one_measurement_stands_beside_the_reported_table(make_study, column):
    rows = [row | {"case": f" {row['case'].upper()}"} for row in rows_of(sessions=["second"])]
    if column is None:
        for row in rows:
            row.pop("session")
    made = with_table(make_study, rows, session=column)
    found, reported = made.evidence("retests"), made.evidence("reported")
    assert found.cases == CASES[:6]
    assert found.sessions == ("as reported", "second" if column else "repeated")
    assert (found.values[:, 0] == reported.values[:6]).all()
    assert found.values[3, 1, 2] == rows[3][NAMES[2]]


def test_who_lacks_a_session_is_left_out(make_study):
    rows = [row for row in rows_of(sessions=("1", "2", "3")) if row["session"] != "3" or row["case"] == "c01"]
    rows.remove(rows[-1])
    found = with_table(make_study, rows).evidence("retests")
    assert (found.sessions, len(found.cases)) == (("1", "2"), 5)
    assert found.left_out == ("1 case", "1 session (3)")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda rows: rows.append(rows[0]), r"repeats.csv:14: the case in this row has a second row of session '1'"),
        (lambda rows: rows[3].update(session=""), r"repeats.csv:5: the column 'session' is empty in this row"),
        (lambda rows: rows[0].update(case=None), r"repeats.csv:2: the column 'case' is empty"),
    ],
)
def test_rows_that_cannot_be_placed_are_told_by_line(make_study, change, says):
    rows = rows_of()
    change(rows)
    with pytest.raises(DataError, match=says):
        with_table(make_study, rows).evidence("retests")


def test_sessions_without_a_column_are_refused(make_study):
    with pytest.raises(DataError, match=r"name the column that tells them apart in 'stability.test_retest.session'"):
        with_table(make_study, rows_of(), session=None).evidence("retests")


def test_a_table_of_strangers_with_one_measurement_is_refused(make_study):
    strangers = with_table(make_study, rows_of(cases=["x", "y"], sessions=["1"]))
    with pytest.raises(DataError, match="one measurement of each case and no cases of"):
        strangers.evidence("retests")
    others = [{"case": case, "session": "1", "original_glcm_Other": n} for n, case in enumerate(CASES)]
    unlike = with_table(make_study, others)
    with pytest.raises(DataError, match="one measurement of each case and no features of"):
        unlike.evidence("retests")


def test_a_case_alone_tells_nothing(make_study):
    with pytest.raises(Unavailable, match="Fewer than two cases have two complete sessions"):
        with_table(make_study, rows_of(cases=["c01"])).evidence("retests")


def test_what_is_missing_is_told(make_study):
    made = make_study()
    for name, says in (("retests", "no second scans"), ("readings", "no other reader's ROIs")):
        with pytest.raises(Unavailable, match=says):
            made.evidence(name)

    def segmentation(said):
        said["study"]["task"] = "segmentation"
        said.pop("features"), said.pop("models")

    with pytest.raises(NotApplicable):
        make_study(images=True, manifest=segmentation).evidence("retests")
