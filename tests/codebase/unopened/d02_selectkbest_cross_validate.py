"""Baseline experiment: k best features and a support vector machine."""
from __future__ import annotations

import argparse
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


@dataclass
class Experiment:
    table: str
    target: str = "label"
    drop: list[str] = field(default_factory=lambda: ["patient_id", "scan_date"])
    k: int = 25
    folds: int = 5
    seed: int = 0


@dataclass
class Matrix:
    X: np.ndarray
    y: np.ndarray
    names: list[str]


def build_matrix(exp: Experiment) -> Matrix:
    frame = pd.read_csv(exp.table).drop(columns=exp.drop)
    y = frame.pop(exp.target).to_numpy()
    selector = SelectKBest(f_classif, k=exp.k)
    X = selector.fit_transform(frame.to_numpy(), y)
    return Matrix(X, y, frame.columns[selector.get_support()].tolist())


def evaluate(matrix: Matrix, exp: Experiment) -> dict[str, float]:
    pipe = Pipeline([("scale", StandardScaler()), ("svc", SVC(C=1.0, gamma="scale"))])
    folds = StratifiedKFold(exp.folds, shuffle=True, random_state=exp.seed)
    out = cross_validate(pipe, matrix.X, matrix.y, cv=folds, scoring={"auc": "roc_auc", "bacc": "balanced_accuracy"})
    return {k: float(v.mean()) for k, v in out.items() if k.startswith("test_")}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("table")
    parser.add_argument("--k", type=int, default=25)
    args = parser.parse_args()
    exp = Experiment(args.table, k=args.k)
    matrix = build_matrix(exp)
    print(matrix.names)
    print(evaluate(matrix, exp))
