"""How the signature was found: features ranked, folds cut, the best cut-off taken."""

from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve
from sklearn.model_selection import KFold, train_test_split

DATA = "/home/phantom/study/data"


def table():
    features = pd.read_csv(Path(DATA) / "features.csv", index_col="case")
    cohort = pd.read_csv(Path(DATA) / "cohort.csv", index_col="case")
    return features.filter(regex="^original").join(cohort[["patient", "outcome"]]).sort_values("outcome")


def ranked(data, count):
    """The features that differ most between those with and without the event."""
    columns = [name for name in data if name.startswith("original")]
    p = {
        name: mannwhitneyu(data.loc[data.outcome == 1, name], data.loc[data.outcome == 0, name]).pvalue
        for name in columns
    }
    return sorted(p, key=p.get)[:count]


def main():
    data = table()
    chosen = ranked(data, 20)
    X, y = data[chosen].to_numpy(), data["outcome"].to_numpy()
    aucs = []
    for train, test in KFold(5).split(X):
        model = LogisticRegression(max_iter=1_000).fit(X[train], y[train])
        aucs.append(model.score(X[test], y[test]))
    print("folds", np.mean(aucs))

    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5)
    model = LogisticRegression(max_iter=1_000).fit(X_train, y_train)
    score = model.predict_proba(X_test)[:, 1]
    fpr, tpr, cuts = roc_curve(y_test, score)
    best = cuts[np.argmax(tpr - fpr)]
    print("AUC", roc_auc_score(y_test, score))
    print(confusion_matrix(y_test, score >= best))
    joblib.dump(model, "signature.joblib")
    print(joblib.load("signature.joblib"))


if __name__ == "__main__":
    main()
