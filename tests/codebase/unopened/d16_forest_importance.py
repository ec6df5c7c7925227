"""Rank by forest importance, keep the top of the list, validate by repeated cross-validation."""
from typing import NamedTuple

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


class Settings(NamedTuple):
    table: str = "data/pnen.csv"
    target: str = "G3"
    top: int = 15
    seed: int = 606


class Ranker:
    def __init__(self, seed):
        self.forest = RandomForestClassifier(2000, class_weight="balanced", random_state=seed, n_jobs=-1)

    def rank(self, X, y):
        self.forest.fit(X, y)
        return pd.Series(self.forest.feature_importances_, index=X.columns).sort_values(ascending=False)


def main(s: Settings):
    df = pd.read_csv(s.table)
    y = df[s.target]
    X = df.loc[:, df.columns.str.match(r"(original|log-sigma)")]
    ranking = Ranker(s.seed).rank(X, y)
    ranking.head(30).to_json("reports/ranking.json")
    signature = ranking.index[: s.top]
    model = Pipeline([("z", StandardScaler()), ("svm", SVC(class_weight="balanced"))])
    cv = RepeatedStratifiedKFold(n_splits=4, n_repeats=25, random_state=s.seed)
    auc = cross_val_score(model, X[signature], y, scoring="roc_auc", cv=cv, n_jobs=-1)
    print({"auc": round(auc.mean(), 3), "sd": round(auc.std(), 3)})


if __name__ == "__main__":
    main(Settings())
