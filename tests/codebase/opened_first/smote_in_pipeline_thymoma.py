"""Thymoma risk group, imbalanced (31 high / 118 low)."""
import argparse

import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline as ImbPipeline
from sklearn.feature_selection import RFE
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC, SVC


def make_model(n_feat=12, seed=0):
    return ImbPipeline([
        ("scaler", StandardScaler()),
        ("rfe", RFE(LinearSVC(C=0.05, dual=False), n_features_to_select=n_feat, step=0.1)),
        ("smote", SMOTE(k_neighbors=3, random_state=seed)),
        ("svm", SVC(C=1, probability=True, random_state=seed)),
    ])


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("csv")
    parser.add_argument("--label", default="high_risk")
    parser.add_argument("--n-feat", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    opt = parser.parse_args(argv)

    table = pd.read_csv(opt.csv, index_col="case")
    y = table.pop(opt.label)
    cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=opt.seed)
    out = cross_validate(
        make_model(n_feat=opt.n_feat, seed=opt.seed),
        table, y, cv=cv,
        scoring={"auc": "roc_auc", "f1": "f1", "sens": "recall"},
        return_train_score=True,
    )
    print(pd.DataFrame(out).describe().loc[["mean", "std"]].round(3).T)


if __name__ == "__main__":
    main()
