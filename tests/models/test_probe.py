import base64

import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.models.command import Produce
from radaudit.models.probe import Probe
from radaudit.study.cells import Altered, Dealt

SWAP = Altered("t.csv", ",", (Dealt(np.array([0, 1]), np.array([1]), np.array([[1], [0]])),))


@pytest.fixture
def base(tmp_path):
    (tmp_path / "t.csv").write_text("case,label\na,1\nb,0\n")
    (tmp_path / "run.py").write_text("open('out.csv', 'w').write(open('t.csv').read())")
    files = {name: FileRef.of(tmp_path / name) for name in ("t.csv", "run.py")}
    return Produce("m", ("python", "run.py"), files, {}, "out.csv")


def test_the_command_reads_altered_tables_and_the_study_stays(base, tmp_path):
    said = base64.b64decode(Probe.of(base, SWAP).run()["content"])
    assert said == b"case,label\na,0\nb,1\n"
    assert (tmp_path / "t.csv").read_text() == "case,label\na,1\nb,0\n"


def test_each_change_and_each_turn_is_another_job(base):
    assert base.key  # once asked for, it is kept, and must not be handed on
    keys = {own.key for own in (base, Probe.of(base), Probe.of(base, turn=1), Probe.of(base, SWAP))}
    assert len(keys) == 4
    assert Probe.of(base, SWAP).key == Probe.of(base, SWAP).key


def test_a_table_that_is_not_there_is_no_crash(base):
    with pytest.raises(JobFailed, match=r"u.csv could not be changed"):
        Probe.of(base, Altered("u.csv", ",", SWAP.changes)).run()
