"""Train on the training set, test once, validate in the third site."""

import argparse
from pathlib import Path

import pandas as pd
from model import build
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_score

SEED = 2026


def table(folder):
    features = pd.read_csv(folder / "features.csv", index_col="case").filter(regex="^original")
    cohort = pd.read_csv(folder / "cohort.csv", index_col="case")
    return features.join(cohort[["age", "outcome", "set"]])


def parts(data, name):
    own = data[data["set"] == name]
    return own.drop(columns=["outcome", "set"]), own["outcome"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    data = table(parser.parse_args().folder)
    X_train, y_train = parts(data, "train")
    folds = StratifiedKFold(5, shuffle=True, random_state=SEED)
    print("within the training set", cross_val_score(build(), X_train, y_train, cv=folds, scoring="roc_auc").mean())
    model = build().fit(X_train, y_train)
    for name in ("test", "external"):
        X, y = parts(data, name)
        print(name, roc_auc_score(y, model.predict_proba(X)[:, 1]))


if __name__ == "__main__":
    main()
