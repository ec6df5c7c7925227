"""Code evidence from a few lines of text, for tests of checks."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from radaudit.codebase.analysis import analyse
from radaudit.codebase.source import Source, parsed
from radaudit.evidence.code import Code

CLEAN = """
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
df = pd.read_csv("a.csv")
X, y = df.drop(columns="label"), df["label"]
A, B, a, b = train_test_split(X, y, random_state=0)
model = LogisticRegression().fit(A, a)
score = model.predict_proba(B)[:, 1]
print(roc_auc_score(b, score))
"""
BUILDS = "from sklearn.svm import SVC\ndef build():\n    return SVC()\n"


def some_code(
    text: str = CLEAN, path: str = "a.py", repeats: bool = False, unread: Mapping[str, str] | None = None, **notebook
) -> Code:
    text = textwrap.dedent(text)
    source = Source(path, text, parsed(text), **notebook)
    return Code({path: source}, unread or {}, analyse([source], patients_repeat=repeats))


def leaky(line: str, before: str = "A, B, a, b") -> str:
    """The clean code with a line put in before the one that begins in this way."""
    return CLEAN.replace(before, f"{line}\n{before}", 1)
