"""Scripts as studies write them, run with everything noted: what is found, and what is not."""

import pytest

from radaudit.models.ledger.judge import held_out
from tests.made_ledger import recorded, told, write_table

TOP = """import numpy as np
import pandas as pd
from scipy.stats import ttest_ind
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LassoCV, LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score, roc_curve
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
df = pd.read_csv("features.csv")
y = df.pop("y")
X = df.drop(columns="case")
"""
LINE = TOP.count("\n")
SPLIT = "A, B, a, b = train_test_split(X, y, random_state=0, stratify=y)\n"
TEST = "m = LogisticRegression().fit(A, a)\nprint(roc_auc_score(b, m.predict_proba(B)[:, 1]))\n"
FOLDS = """for tr, te in StratifiedKFold(4).split(X, y):
    m = LogisticRegression().fit(X.iloc[tr], y.iloc[tr])
    print(roc_auc_score(y.iloc[te], m.predict_proba(X.iloc[te])[:, 1]))
"""
CV = "print(cross_val_score(LogisticRegression(), X, y, cv=4).mean())\n"

LEAKY = {
    "scaler": ("X = pd.DataFrame(StandardScaler().fit_transform(X), columns=X.columns)\n" + SPLIT + TEST, "scaling", 1),
    "z by hand": ("X = (X - X.mean()) / X.std()\n" + CV, "scaling", 1),
    "z with numpy": (
        "X = X.to_numpy()\nX = (X - np.mean(X, axis=0)) / np.std(X, axis=0)\n" + SPLIT + TEST,
        "scaling",
        2,
    ),
    "imputed": ("X = X.fillna(X.median())\n" + SPLIT + TEST, "imputation", 1),
    "k best": ("X = SelectKBest(k=2).fit_transform(X, y)\n" + CV, "selection", 1),
    "t-tests": (
        "keep = []\nfor f in X:\n    p = ttest_ind(X.loc[y == 1, f], X.loc[y == 0, f]).pvalue\n"
        "    if p < 0.2:\n        keep.append(f)\nX = X[keep]\n" + FOLDS,
        "selection",
        3,
    ),
    "p in a list": (
        "p = {f: ttest_ind(X[f][y == 1], X[f][y == 0])[1] for f in X}\nX = X[sorted(p, key=p.get)[:2]]\n" + CV,
        "selection",
        1,
    ),
    "lasso": ("c = LassoCV(cv=3).fit(X, y).coef_\nX = X.loc[:, c != 0]\n" + SPLIT + TEST, "selection", 1),
    "score of lasso": (
        "X['r'] = X.to_numpy() @ LassoCV(cv=3).fit(X, y).coef_\nX = X[['r']]\n" + SPLIT + TEST,
        "selection",
        1,
    ),
    "correlation": (
        "t = df.assign(y=y).corr(numeric_only=True)['y'].abs()\nX = X[t.nlargest(3).index[1:]]\n" + CV,
        "selection",
        1,
    ),
    "a function": ("def z(t):\n    return (t - t.mean()) / t.std()\nX = z(X)\n" + SPLIT + TEST, "scaling", 2),
    "trained on all": (SPLIT + "m = LogisticRegression().fit(X, y)\nprint(m.score(B, b))\n", "trained-on-test", 2),
    "scaled anew": (
        SPLIT + "s = StandardScaler()\nA = s.fit_transform(A)\nB = s.fit_transform(B)\n" + TEST,
        "refit-on-test",
        4,
    ),
    "cut-off": (
        SPLIT + TEST + "s = m.predict_proba(B)[:, 1]\nf, t, cuts = roc_curve(b, s)\ncut = cuts[np.argmax(t - f)]\n"
        "print(accuracy_score(b, s >= cut))\n",
        "threshold-on-test",
        5,
    ),
    "best of five": (
        SPLIT + "best = 0\nfor c in (.001, .01, .1, 1, 10):\n    s = LogisticRegression(C=c).fit(A, a).score(B, b)\n"
        "    if s > best:\n        best, kept = s, c\nprint(best, kept)\n",
        "tuning-on-test",
        5,
    ),
    "best parameters": (
        "g = GridSearchCV(LogisticRegression(), {'C': [.1, 1]}, cv=3).fit(X, y)\n"
        "print(cross_val_score(LogisticRegression(**g.best_params_), X, y).mean())\n",
        "tuning-on-test",
        1,
    ),
    "best score": (
        "g = GridSearchCV(LogisticRegression(), {'C': [.1, 1]}, cv=3).fit(X, y)\nprint(g.best_score_)\n",
        "search-score-reported",
        1,
    ),
    "seeds": (
        "s = []\nfor k in range(25):\n    A, B, a, b = train_test_split(X, y, random_state=k)\n"
        "    s.append(LogisticRegression().fit(A, a).score(B, b))\nprint(max(s))\n",
        "seed-picking",
        5,
    ),
}
CLEAN = {
    "pipeline": (
        "print(cross_val_score(make_pipeline(StandardScaler(), SelectKBest(k=2), LogisticRegression()), X, y))\n"
    ),
    "training mean": SPLIT + "mu, sd = A.mean(), A.std()\nA, B = (A - mu) / sd, (B - mu) / sd\n" + TEST,
    "training numbers": SPLIT + "s = StandardScaler().fit(A)\nA, B = s.transform(A), s.transform(B)\n" + TEST,
    "chosen in training": SPLIT
    + "k = SelectKBest(k=2).fit(A, a).get_support()\nA, B = A.loc[:, k], B.loc[:, k]\n"
    + TEST,
    "a table of tests": "print([ttest_ind(X[f][y == 1], X[f][y == 0]).pvalue for f in X])\n" + FOLDS,
    "a figure": "Z = StandardScaler().fit_transform(X)\nprint(Z[:, :2].max(), X.corr().shape, X.describe())\n" + CV,
    "final fit": SPLIT + TEST + "m = LogisticRegression().fit(X, y)\nprint(m.coef_)\n",
    "all seeds told": (
        "s = []\nfor k in range(25):\n    A, B, a, b = train_test_split(X, y, random_state=k)\n"
        "    s.append(LogisticRegression().fit(A, a).score(B, b))\nprint(np.mean(s), min(s), max(s))\n"
    ),
    "searched in training": (
        SPLIT + "g = GridSearchCV(LogisticRegression(), {'C': [.1, 1]}, cv=3).fit(A, a)\nprint(g.best_score_)\n"
        "print(roc_auc_score(b, g.predict_proba(B)[:, 1]))\n"
    ),
    "inner loop": (
        SPLIT + "k = SelectKBest(k=2).fit(A, a)\nA, B = k.transform(A), k.transform(B)\n"
        "print(cross_val_score(LogisticRegression(), A, a).mean())\n" + TEST
    ),
    "bootstrap": (
        SPLIT + TEST + "s, b = m.predict_proba(B)[:, 1], b.to_numpy()\nr = np.random.default_rng(0)\nv = []\n"
        "for _ in range(20):\n    i = r.integers(0, len(b), len(b))\n    v.append(accuracy_score(b[i], s[i] > .5))\n"
        "print(np.percentile(v, [2.5, 97.5]))\n"
    ),
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_table(tmp_path)
    return lambda code: recorded(tmp_path, TOP + code)


@pytest.mark.parametrize(("code", "kind", "line"), LEAKY.values(), ids=LEAKY.keys())
def test_what_saw_evaluated_rows_is_found(run, code, kind, line):
    found = told(run(code))
    assert (kind, LINE + line) in [(own, at) for own, at, _ in found], found
    assert {own for own, _, _ in found} <= {kind, "imputation", "scaling"}


@pytest.mark.parametrize("code", CLEAN.values(), ids=CLEAN.keys())
def test_what_stays_in_training_is_not_accused(run, code):
    own = run(code)
    assert told(own) == []
    assert held_out(own)


def test_rows_are_known_one_by_one(run):
    own = run("X = X.to_numpy()[::-1]\ny = y.to_numpy()[::-1]\n" + SPLIT + TEST)
    [split] = own.splits
    assert sorted([*own.sets[split.train], *own.sets[split.test]]) == list(range(40))
    assert own.evaluations[-1].rows == split.test


def test_a_column_that_is_not_used_carries_nothing(run):
    assert told(run("X['r'] = SelectKBest(k=1).fit_transform(X, y)\nX = X[['f1', 'f2']]\n" + SPLIT + TEST)) == []


def test_what_is_written_is_an_evaluation(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_table(tmp_path)
    code = (
        TOP
        + "w = (y - y.mean()) @ X.to_numpy()\nr = X.to_numpy() @ w\n"
        + "np.savetxt('p.csv', np.c_[r, y], '%.4f', ',', header='r,y')\n"
    )
    own = recorded(tmp_path, code, produces="p.csv")
    [seen] = own.evaluations
    assert (seen.what, seen.place.line) == ("written", LINE + 2)
    assert [own.steps[mark].kind for mark in seen.marks] == ["selection"]
