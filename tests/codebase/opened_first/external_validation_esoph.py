"""Oesophageal cancer: develop on centre A (n=210), validate on centre B (n=74)."""
import pandas as pd
from sklearn.linear_model import LassoCV, LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score
from sklearn.preprocessing import StandardScaler

OUTCOME = "pCR"


def read(centre):
    d = pd.read_csv(f"esophagus_{centre}.csv").set_index("StudyID")
    return d.drop(columns=[OUTCOME]), d[OUTCOME].astype(int)


def zscore(X):
    sc = StandardScaler()
    return pd.DataFrame(sc.fit_transform(X), index=X.index, columns=X.columns)


X_dev, y_dev = read("A")
X_ext, y_ext = read("B")
X_ext = X_ext[X_dev.columns]

X_dev = zscore(X_dev)
X_ext = zscore(X_ext)

lasso = LassoCV(cv=5, random_state=0, n_alphas=200, max_iter=50000).fit(X_dev, y_dev)
sel = X_dev.columns[lasso.coef_ != 0]
print(len(sel), "selected:", list(sel))

logit = LogisticRegression(C=1e6, max_iter=5000).fit(X_dev[sel], y_dev)
p_ext = logit.predict_proba(X_ext[sel])[:, 1]
print("external AUC %.3f" % roc_auc_score(y_ext, p_ext))
print("external Brier %.3f" % brier_score_loss(y_ext, p_ext))
