import joblib
import pandas as pd
from sklearn.metrics import roc_auc_score

from preproc import Preproc

ext = pd.read_csv("wilms_external.csv", index_col="id")
y = ext.pop("anaplasia")
pre, lr = Preproc.load("preproc.json"), joblib.load("lr.joblib")
prob = lr.predict_proba(pre.transform(ext))[:, 1]
print("external AUC", roc_auc_score(y, prob).round(3), "n", len(y))
