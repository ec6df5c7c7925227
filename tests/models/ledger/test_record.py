import base64
import zlib

import pytest

from radaudit.compute.digest import FileRef
from radaudit.core.errors import JobFailed
from radaudit.models.ledger.entries import read_ledger
from radaudit.models.ledger.judge import conflicts
from radaudit.models.ledger.record import Record, script_of
from tests.made_ledger import write_table

CODE = """
import csv, sys
import numpy as np
from part import scaled

rows = list(csv.DictReader(open("features.csv")))
X = np.array([[float(row[f"f{k}"]) for k in range(6)] for row in rows])
y = np.array([int(row["y"]) for row in rows])
X = scaled(X)
train = np.arange(40) < 30
w = (y[train] - y[train].mean()) @ X[train]
np.savetxt(sys.argv[1], X @ w, "%.5f", header="risk", comments="")
"""
PART = "def scaled(X):\n    return (X - X.mean(axis=0)) / X.std(axis=0)\n"


@pytest.fixture
def record(tmp_path):
    write_table(tmp_path)
    (tmp_path / "part.py").write_text(PART)

    def make(code=CODE, tables=("features.csv",)):
        (tmp_path / "run.py").write_text(code)
        files = {name: FileRef.of(tmp_path / name) for name in ("run.py", "part.py", "features.csv")}
        return Record("m", ("python", "run.py", "out.csv"), files, {}, "out.csv", outcomes=("y",), tables=tables)

    return make


def test_a_command_is_recorded_in_the_sandbox(record):
    made = record().run()
    assert base64.b64decode(made["content"]).startswith(b"risk\n")
    own = read_ledger(zlib.decompress(base64.b64decode(made["ledger"])))
    assert own.tables == {}  # the only table is a declared one, known by its cells
    import numpy as np

    found = {(each.kind, str(each.place), str(each.through)) for each in conflicts(own, tested=np.arange(30, 40))}
    assert found == {("scaling", "part.py:2", "run.py:9")}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise SystemExit('no data')", "no data"),
        ("import os; open('out.csv', 'w').write('a'); os._exit(0)", ""),
        ("open('out.csv', 'w').write('a'); import os; os.remove('../record/ledger.jsonl')", "left no record"),
        (
            "open('out.csv', 'w').write('a'); import os\nos.remove('../record/ledger.jsonl')\n"
            "os.symlink('/etc/passwd', '../record/ledger.jsonl')",
            "left no record",
        ),
    ],
)
def test_a_script_that_breaks_the_record(record, code, said):
    if said:
        with pytest.raises(JobFailed, match=said):
            record(code).run()
    else:  # it left without a word: the record has no end
        made = record(code).run()
        with pytest.raises(ValueError, match="no end"):
            read_ledger(zlib.decompress(base64.b64decode(made["ledger"])))


@pytest.mark.parametrize(
    ("command", "script"),
    [
        (["python", "a.py", "--x"], ("a.py", "--x")),
        (["python3", "-u", "-m", "study.run", "1"], ("-m", "study.run", "1")),
        (["./run.py"], ("./run.py",)),
        (["jupyter", "nbconvert", "--execute", "a.ipynb"], ("a.ipynb",)),
        (["papermill", "a.ipynb", "b.ipynb"], ("a.ipynb",)),
        (["Rscript", "a.R"], ()),
        (["python", "-c", "print()"], ()),
        (["bash", "run.sh"], ()),
    ],
)
def test_what_a_command_runs(command, script):
    assert script_of(command) == script
