import pandas as pd
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from src.harmonise import ComBat


def run(X, meta, y, seed=13):
    strata = meta["SITE"].astype(str) + "_" + y.astype(str)
    aucs = []
    for tr, te in StratifiedKFold(5, shuffle=True, random_state=seed).split(X, strata):
        combat = ComBat()
        A = combat.fit_transform(X.iloc[tr], meta.iloc[tr])
        B = combat.transform(X.iloc[te], meta.iloc[te])
        model = make_pipeline(StandardScaler(), SelectKBest(f_classif, k=20), LogisticRegression(max_iter=1000))
        model.fit(A, y.iloc[tr])
        aucs.append(roc_auc_score(y.iloc[te], model.predict_proba(B)[:, 1]))
    return pd.Series(aucs, name="auc")


if __name__ == "__main__":
    table = pd.read_csv("data/five_sites.csv", index_col="case")
    meta = table[["SITE", "AGE", "SEX"]]
    y = table["idh_mutant"]
    X = table.drop(columns=["SITE", "AGE", "SEX", "idh_mutant"])
    print(run(X, meta, y).describe())
