# Colorectal liver metastases, lesion-level response (RECIST change >= -30 %)
# 61 patients, 214 lesions -> more training data than patient level :)
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import KFold
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

les = pd.read_csv("crlm_lesions_radiomics.csv")
les["case"] = les["patient_id"].astype(str) + "_" + les["lesion_nr"].astype(str)
les = les.set_index("case")
print(les.groupby("patient_id").size().describe())

y = (les["delta_diam_pct"] <= -30).astype(int)
X = les[[c for c in les.columns if c.startswith("original_")]]

pipe = Pipeline([
    ("z", StandardScaler()),
    ("l1", SelectFromModel(LogisticRegression(penalty="l1", solver="saga", C=0.2, max_iter=5000))),
    ("lr", LogisticRegression(max_iter=2000)),
])

kf = KFold(n_splits=10, shuffle=True, random_state=123)
oof = np.zeros(len(y))
for train, test in kf.split(X):
    pipe.fit(X.iloc[train], y.iloc[train])
    oof[test] = pipe.predict_proba(X.iloc[test])[:, 1]

print("lesion AUC (out of fold): %.3f" % roc_auc_score(y, oof))
pd.DataFrame({"y": y, "p": oof}).to_csv("crlm_oof.csv")
