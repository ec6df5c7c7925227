# csPCa (ISUP >= 2) on ADC + T2w. Train: 2015-2018, test: 2019-2020
import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("prostate_bpMRI_features.csv", parse_dates=["scan_date"])
feature_cols = [c for c in df if c.startswith("ADC_") or c.startswith("T2W_")]
is_train = df.scan_date.dt.year <= 2018

X_tr, y_tr = df.loc[is_train, feature_cols], df.loc[is_train, "csPCa"]
X_te, y_te = df.loc[~is_train, feature_cols], df.loc[~is_train, "csPCa"]

clf = make_pipeline(
    SimpleImputer(strategy="median"),
    StandardScaler(),
    LogisticRegressionCV(Cs=10, penalty="l1", solver="liblinear", cv=5, scoring="roc_auc"),
)
clf.fit(X_tr, y_tr)

p = clf.predict_proba(X_te)[:, 1]
print("AUC test %.3f" % roc_auc_score(y_te, p))

fpr, tpr, thr = roc_curve(y_te, p)
J = tpr - fpr
cutoff = thr[np.argmax(J)]
print("optimal cut-off (Youden) = %.3f" % cutoff)

tn, fp, fn, tp = confusion_matrix(y_te, (p >= cutoff).astype(int)).ravel()
print("Sensitivity %.2f" % (tp / (tp + fn)))
print("Specificity %.2f" % (tn / (tn + fp)))
print("PPV %.2f  NPV %.2f" % (tp / (tp + fp), tn / (tn + fn)))
