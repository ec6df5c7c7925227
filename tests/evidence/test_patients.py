import numpy as np
import pytest

from radaudit.evidence.cohort import cohort as read_cohort
from radaudit.evidence.cohort import split as read_split
from radaudit.evidence.patients import patients
from radaudit.evidence.target import target as read_target
from radaudit.study.load import load_study
from tests.made_evidence import a_table

ROWS = """patient,case,label,site,age,sex,scanned,remark,set
a,a1,1,N,61,f,2020-01-05,none,train
a,a2,1,N,61,f,2020-01-05,second,train
b,b1,0,S,,m,2020-02-01,odd,train
b,b2,0,S,55,m,2020-02-01,odd,test
c,c1,0,S,48,m,2020-03-01,x,test
d,d1,1,N,70,f,2020-04-01,y,test
e,e1,0,N,52,m,2020-04-09,z,none
"""
MANIFEST = """schema: radaudit/1
study: {title: T, task: binary}
cohort:
  table: cohort.csv
  patient: patient
  case: case
  outcome: label
  positive: 1
  site: site
  split: {column: set, train: [train], test: [test]}
"""


@pytest.fixture
def found(tmp_path):
    (tmp_path / "cohort.csv").write_text(ROWS)
    (tmp_path / "radaudit.yaml").write_text(MANIFEST)
    study = load_study(tmp_path)
    cohort = read_cohort(study)
    values = {case: [n, 2.0 * n] for n, case in enumerate(cohort.cases) if case != "c1"}
    table = a_table(values, cohort=cohort.cases)
    return patients(study, cohort, read_split(study, cohort), read_target(study, cohort), table)


def test_one_row_a_patient(found):
    assert found.ids == ("a", "b", "c", "d", "e")
    assert found.rows == (0, 2, 4, 5, 6)
    assert found.sets == ("train", None, "test", "test", None)
    assert found.classes.tolist() == [1, 0, 0, 1, 0]
    assert found.sites.tolist() == [0, 1, 1, 0, 0]


def test_columns_by_what_they_hold(found):
    assert set(found.numbers) == {"age", "scanned"}
    assert np.diff(found.numbers["scanned"]).tolist() == [27, 29, 31, 8]
    assert set(found.groups) == {"sex", "remark", "label"}
    assert np.isnan(found.numbers["age"][1])


def test_features_are_the_mean_of_the_cases(found):
    assert found.features[0].tolist() == [0.5, 1.0]
    assert np.isnan(found.features[2]).all()
