import logging
from dataclasses import dataclass

import pandas as pd
from imblearn.over_sampling import SMOTE
from imblearn.pipeline import Pipeline
from sklearn.feature_selection import RFE
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.preprocessing import StandardScaler


@dataclass
class Schema:
    patient: str = "patient_id"
    lesion: str = "lesion_id"
    target: str = "pseudoprogression"


def main(path="data/brain_mets_srs.csv", schema=Schema(), seed=15):
    df = pd.read_csv(path)
    groups = df[schema.patient]
    y = df[schema.target]
    X = df.drop(columns=[schema.patient, schema.lesion, schema.target])
    logging.info("%d lesions in %d patients", len(df), groups.nunique())

    pipe = Pipeline([
        ("scale", StandardScaler()),
        ("smote", SMOTE(random_state=seed)),
        ("rfe", RFE(LogisticRegression(max_iter=2000), n_features_to_select=12, step=0.2)),
        ("clf", LogisticRegression(max_iter=2000)),
    ])
    folds = StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=seed)
    p = cross_val_predict(pipe, X, y, groups=groups, cv=folds, method="predict_proba")[:, 1]
    per_lesion = {"auc": roc_auc_score(y, p), "ap": average_precision_score(y, p)}
    logging.info("lesion level %s", per_lesion)
    worst = pd.DataFrame({"g": groups, "y": y, "p": p}).groupby("g").max()
    logging.info("patient level auc %.3f", roc_auc_score(worst["y"], worst["p"]))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
