import datetime

import pytest

from radaudit.study.days import days_of

LEAP = datetime.date(2020, 2, 29).toordinal()


@pytest.mark.parametrize(
    "text", ["2020-02-29", "20200229", "2020/02/29", " 2020.02.29", "2020-02-29T13:05", "29.02.2020"]
)
def test_one_day_in_many_spellings(text):
    assert days_of([text]) == (LEAP,)


def test_a_column_says_whether_the_day_comes_first():
    assert days_of(["03/04/2020", "25/04/2020"])[0] == datetime.date(2020, 4, 3).toordinal()
    assert days_of(["03/04/2020", "04/25/2020"])[0] == datetime.date(2020, 3, 4).toordinal()
    assert days_of(["03/04/2020", "05/06/2020"]) == (None, None)
    assert days_of(["25/04/2020", "04/25/2020"]) == (None, None)


@pytest.mark.parametrize("text", [None, "", "soon", "2021-02-29", "2020", "12", "2020-02/29"])
def test_what_is_no_date(text):
    assert days_of([text]) == (None,)
