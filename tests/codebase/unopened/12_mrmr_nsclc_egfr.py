import pandas as pd
from mrmr import mrmr_classif
import xgboost as xgb
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.metrics import roc_auc_score
import numpy as np

df = pd.read_csv("EGFR_CT_features.csv")
df = df[df["slice_thickness"] <= 3]
df = df.fillna(df.mean(numeric_only=True))
y = df["EGFR"].reset_index(drop=True)
X = df.drop(columns=["EGFR", "ID", "slice_thickness"]).reset_index(drop=True)

best12 = mrmr_classif(X=X, y=y, K=12)
print("selected:", best12)
X = X[best12]

rskf = RepeatedStratifiedKFold(n_splits=5, n_repeats=10, random_state=36)
res = []
for i, (a, b) in enumerate(rskf.split(X, y)):
    m = xgb.XGBClassifier(n_estimators=150, max_depth=3, learning_rate=0.05, random_state=36)
    m.fit(X.iloc[a], y.iloc[a])
    res.append(roc_auc_score(y.iloc[b], m.predict_proba(X.iloc[b])[:, 1]))
    # print(i, res[-1])
res = np.array(res)
print("mean AUC %.3f, 95%% range %.3f-%.3f" % (res.mean(), np.percentile(res, 2.5), np.percentile(res, 97.5)))
