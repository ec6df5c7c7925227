import argparse

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LassoCV
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split


def load(path):
    table = pd.read_csv(path, index_col="ID")
    return table.drop("Target", axis=1), table["Target"]


def select(X, y):
    lasso = LassoCV(cv=10, random_state=0).fit(X, y)
    chosen = X.columns[np.abs(lasso.coef_) > 1e-6]
    print("selected", list(chosen))
    return chosen


def main(args):
    X, y = load(args.table)
    chosen = select(X, y)
    X = X[chosen]
    Xtr, Xte, ytr, yte = train_test_split(X, y, test_size=args.test, random_state=args.seed)
    forest = RandomForestClassifier(n_estimators=500, random_state=args.seed)
    forest.fit(Xtr, ytr)
    print("AUC", roc_auc_score(yte, forest.predict_proba(Xte)[:, 1]))
    print("ACC", accuracy_score(yte, forest.predict(Xte)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--table", default="radiomics.csv")
    parser.add_argument("--test", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=7)
    main(parser.parse_args())
