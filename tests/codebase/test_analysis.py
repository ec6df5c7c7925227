"""Ways in which values go through code; the corpus holds whole scripts."""

import textwrap

import pytest

from radaudit.codebase.analysis import analyse
from radaudit.codebase.source import Source, parsed

HEAD = """
import numpy as np, pandas as pd
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import *
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("a.csv")
X, y = df.drop(columns="label"), df["label"]
"""
SPLIT = "A, B, a, b = train_test_split(X, y, random_state=0)\n"
TEST = "print(LogisticRegression().fit(A, a).score(B, b))\n"


def source(text, path="a.py"):
    text = textwrap.dedent(text)
    return Source(path, text, parsed(text))


def kinds(text, **known):
    return [own.kind for own in analyse([source(HEAD + textwrap.dedent(text))], **known).conflicts]


@pytest.mark.parametrize(
    "code",
    [
        "X = StandardScaler().fit_transform(X)\n" + SPLIT + TEST,
        "s = StandardScaler()\ns.fit(X)\nX = s.transform(X)\n" + SPLIT + TEST,
        "X = (X - X.mean()) / X.std()\n" + SPLIT + TEST,
        "X = X.apply(lambda c: (c - c.mean()) / c.std())\n" + SPLIT + TEST,
        "def f(t):\n    t[t.columns] = StandardScaler().fit_transform(t)\nf(X)\n" + SPLIT + TEST,
        "both = pd.concat([X.iloc[:9], X.iloc[9:]])\nboth = StandardScaler().fit_transform(both)\n"
        "m = LogisticRegression().fit(both[:9], y[:9])\nprint(m.score(both[9:], y[9:]))",
    ],
)
def test_scaling_of_all_rows_in_many_forms(code):
    assert kinds(code) == ["scaling"]


@pytest.mark.parametrize(
    "code",
    [
        SPLIT + "s = StandardScaler().fit(A)\nA, B = s.transform(A), s.transform(B)\n" + TEST,
        SPLIT + "m, s = A.mean(), A.std()\nA, B = (A - m) / s, (B - m) / s\n" + TEST,
        "Z = StandardScaler().fit_transform(X)\nprint(Z.mean())\n" + SPLIT + TEST,
        "X = X.sub(X.mean(axis=1), axis=0)\n" + SPLIT + TEST,
        "X = np.log1p(X)\n" + SPLIT + TEST,
        SPLIT + TEST + "final = LogisticRegression().fit(StandardScaler().fit_transform(X), y)",
    ],
)
def test_what_is_no_leak(code):
    assert kinds(code) == []


def test_both_lines_are_named():
    [found] = analyse([source(HEAD + "X = SelectKBest().fit_transform(X, y)\n" + SPLIT + TEST)]).conflicts
    assert (found.kind, found.place.line, found.against.line, found.scored.line) == ("selection", 10, 11, 12)


def test_a_selection_within_the_training_set_leaks_into_cross_validation_there_only():
    inner = "k = SelectKBest().fit(A, a)\nprint(cross_val_score(LogisticRegression(), k.transform(A), a))\n"
    assert kinds(SPLIT + inner) == ["selection"]
    fold = "for i, j in KFold(5, shuffle=True).split(X):\n    m = LogisticRegression().fit(X.iloc[i], y.iloc[i])\n"
    assert kinds(fold + "    print(m.score(X.iloc[j], y.iloc[j]))") == []


@pytest.mark.parametrize(
    ("repeats", "code", "found"),
    [
        (True, SPLIT + TEST, ["patients-split"]),
        (False, SPLIT + TEST, []),
        (True, "print(cross_val_score(LogisticRegression(), X, y, cv=GroupKFold(5), groups=df.pid))", []),
        (True, "print(cross_val_score(LogisticRegression(), X, y, cv=5))", ["patients-split"]),
    ],
)
def test_splits_where_patients_have_several_rows(repeats, code, found):
    assert kinds(code, patients_repeat=repeats) == found


def test_modules_of_the_study_are_followed():
    steps = source(
        "from sklearn.preprocessing import StandardScaler\ndef f(X):\n    return StandardScaler().fit_transform(X)",
        "lib/steps.py",
    )
    main = source(HEAD + "from lib.steps import f\nX = f(X)\n" + SPLIT + TEST, "main.py")
    [found] = analyse([main, steps]).conflicts
    assert (found.place.path, found.place.line, found.against.path) == ("lib/steps.py", 3, "main.py")


def test_the_outcome_is_known_by_the_manifest_too():
    code = """
        from neuroCombat import neuroCombat
        X = neuroCombat(dat=X.T, covars=df[["site", "xyz"]], batch_col="site")["data"].T
    """
    rest = SPLIT + TEST
    assert kinds(textwrap.dedent(code) + rest) == ["harmonisation"]
    assert kinds(textwrap.dedent(code) + rest, outcomes=["xyz"]) == ["harmonisation-with-outcome"]


@pytest.mark.parametrize(
    "code",
    [
        "def f(n):\n    return f(n - 1)\nf(3)",
        "class A:\n    def g(self):\n        return self.g()\nA().g()",
        "from a import x\nimport a",
        "x = [*y, *z]\n(a, *b), c = x\nlambda: (yield)",
        "for i in i:\n    i.i = i\n    i[i] = i",
        "while True:\n    try:\n        break\n    finally:\n        continue",
        "x = (1, 2)\n" + "x = (x, x)\n" * 60 + "y = x if a else (x, x)",
        "x = {}\n" + "x['a'] = x\nx.append(x)\nx = {'b': x, 'c': [x, x]}\n" * 30 + "y = x if a else {'b': x}",
        "x = [" + "1," * 5_000 + "]",
        "match x:\n    case {'a': [1, *_]}:\n        pass",
        "async def f():\n    async for i in g():\n        await i\n    async with h() as k:\n        return k",
        "f(*[2], **{'a': 1})\nprint(*f)\nf[()]",
        "del x\nglobal y\nx: int\nx += 1\n(z := 3)",
    ],
)
def test_odd_code_is_no_trouble(code):
    assert analyse([source(code)]).conflicts == ()


def test_too_many_ways_are_told(monkeypatch):
    monkeypatch.setattr("radaudit.codebase.state.MOST_STEPS", 1_000)
    loops = "".join(f"{'    ' * depth}for i{depth} in range(9):\n" for depth in range(12))
    assert analyse([source(loops + "    " * 12 + "f(i0)\n"), source("x = 1", "b.py")]).unfollowed == ("a.py",)


def test_a_class_of_a_minority_that_is_put_in_twice():
    twice = "df = pd.concat([df, df[df.label == 1]])\nX, y = df.drop(columns='label'), df['label']\n"
    assert kinds(twice + SPLIT + TEST) == ["oversampling"]
    assert kinds("Z = np.vstack([np.cos(X), np.sin(X)]).T\n" + SPLIT + TEST) == []
