"""Values that pass through files, within a script and between scripts."""

import ast

import pytest

from radaudit.codebase.analysis import analyse
from radaudit.codebase.source import Source, parsed
from radaudit.codebase.stored import file_name
from radaudit.codebase.values import NOTHING, Value

WRITES = """
import json, pandas as pd
from sklearn.feature_selection import SelectKBest
df = pd.read_csv("all.csv")
X, y = df.drop(columns="y"), df["y"]
kept = SelectKBest().fit(X, y)
json.dump(list(X.columns[kept.get_support()]), open("out/kept.json", "w"))
"""
READS = """
import json, pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC
df = pd.read_csv("all.csv")
names = json.load(open("{}"))
print(cross_val_score(SVC(), df[names], df["y"]))
"""


def source(path, text):
    return Source(path, text, parsed(text))


@pytest.mark.parametrize("order", [("a_write.py", "b_read.py"), ("b_write.py", "a_read.py")])
def test_what_one_script_writes_another_reads_in_whatever_order_they_stand(order):
    writes, reads = order
    found = analyse(
        sorted([source(writes, WRITES), source(reads, READS.format("out/kept.json"))], key=lambda s: s.path)
    )
    assert [(own.kind, own.place.path, own.scored.path) for own in found.conflicts] == [("selection", writes, reads)]


@pytest.mark.parametrize("name", ["kept2.json", "other/kept.json"])
def test_a_file_of_another_name_is_another_file(name):
    assert analyse([source("a.py", WRITES), source("b.py", READS.format(name))]).conflicts == ()


def test_the_same_table_read_twice_is_one_table():
    one = "import pandas as pd\nfrom sklearn.preprocessing import scale\na = pd.read_csv('t.csv')\n"
    one += "b = pd.read_csv('t.csv')\n"
    uses = "from sklearn.svm import SVC\nfrom sklearn.model_selection import train_test_split\n"
    split = "tr, te = train_test_split(b)\nprint(SVC().fit(tr[kept], tr.y).score(te[kept], te.y))\n"
    chosen = "kept = a.columns[a.corrwith(a['y']) > .2]\n"
    assert [own.kind for own in analyse([source("a.py", one + uses + chosen + split)]).conflicts] == ["selection"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("'a/b.csv'", "a/b.csv"),
        ("folder / 'b.csv'", "b.csv"),
        ("os.path.join(folder, 'b.csv')", "b.csv"),
        ("path", ""),
        ("'b'", ""),
    ],
)
def test_names_of_files_as_far_as_they_are_written_out(code, name):
    node = ast.parse(code, mode="eval").body
    value = Value(texts=frozenset([node.value])) if isinstance(node, ast.Constant) else NOTHING
    assert file_name(value, node) == name
