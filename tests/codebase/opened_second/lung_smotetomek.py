# EGFR mutation in adenocarcinoma, noncontrast CT
# 2020-11 first version; 2021-03 added RF + XGB for the revision
import warnings
warnings.filterwarnings("ignore")

import pandas as pd
import numpy as np
from imblearn.combine import SMOTETomek
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import KNNImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier

RANDOM = 0
FEATURE_XLS = "../tables/EGFR_all_20201102.xlsx"
DROP = ["Name", "StudyDate", "EGFR", "exon"]

MODELS = {
    "LR": LogisticRegression(max_iter=3000, class_weight=None),
    "RF": RandomForestClassifier(n_estimators=400, max_depth=6, random_state=RANDOM),
    "XGB": XGBClassifier(n_estimators=150, max_depth=3, learning_rate=0.05, eval_metric="logloss", random_state=RANDOM),
}


def read_table(path):
    tab = pd.read_excel(path)
    tab = tab[tab["EGFR"].isin(["WT", "MUT"])]
    y = (tab["EGFR"] == "MUT").astype(int).to_numpy()
    X = tab.drop(columns=DROP)
    return X, y


X, y = read_table(FEATURE_XLS)
print("before:", np.bincount(y))

# a few wavelet features are NaN for tiny nodules
X = KNNImputer(n_neighbors=5).fit_transform(X)

# classes are not balanced (38 %)
X, y = SMOTETomek(random_state=RANDOM).fit_resample(X, y)
print("after:", np.bincount(y))

rows = []
skf = StratifiedKFold(n_splits=10, shuffle=True, random_state=RANDOM)
for name, model in MODELS.items():
    res = cross_validate(make_pipeline(StandardScaler(), model), X, y, cv=skf,
                         scoring=["roc_auc", "accuracy", "f1"])
    rows.append({"model": name,
                 "auc": res["test_roc_auc"].mean(), "auc_sd": res["test_roc_auc"].std(),
                 "acc": res["test_accuracy"].mean(), "f1": res["test_f1"].mean()})

print(pd.DataFrame(rows).round(3).to_string(index=False))
pd.DataFrame(rows).to_csv("../results/table3_cv.csv", index=False)
