# Appendicitis, perforated or not (CT fat stranding radiomics)
import datetime as dt
import numpy as np
import pandas as pd
from sklearn.linear_model import LassoCV, LogisticRegression
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve
from sklearn.preprocessing import StandardScaler

CUTOFF_DATE = dt.datetime(2019, 7, 1)

everyone = pd.read_csv("appendix.csv", parse_dates=["ct_date"]).set_index("study_id")
other_hospital = pd.read_csv("appendix_oldtown.csv", parse_dates=["ct_date"]).set_index("study_id")
fx = [c for c in everyone if c.startswith("fat_")]

old = everyone[everyone.ct_date < CUTOFF_DATE]
new = everyone[everyone.ct_date >= CUTOFF_DATE]
print(len(old), len(new), len(other_hospital))

prep = StandardScaler().fit(old[fx])
lasso = LassoCV(cv=10, random_state=30, max_iter=30000).fit(prep.transform(old[fx]), old.perforated)
inside = np.flatnonzero(lasso.coef_)
print("signature:", [fx[i] for i in inside])


def rad_score(frame):
    return prep.transform(frame[fx])[:, inside] @ lasso.coef_[inside] + lasso.intercept_


def features(frame):
    return np.column_stack([rad_score(frame), np.log(frame.crp.clip(lower=0.3)), frame.temperature - 37])


glm = LogisticRegression(C=1e6, max_iter=1000).fit(features(old), old.perforated)
fpr, tpr, thr = roc_curve(old.perforated, glm.predict_proba(features(old))[:, 1])
cut = thr[np.argmax(tpr - fpr)]
print("cut-off of the development patients: %.2f" % cut)


def calibration(y, p):
    """intercept and slope of the logit of p"""
    lp = np.log(p / (1 - p)).reshape(-1, 1)
    c = LogisticRegression(C=1e9, max_iter=1000).fit(lp, y)
    return c.intercept_[0], c.coef_[0, 0]


def net_benefit(y, p, pt):
    y = np.asarray(y)
    tp = np.mean((p >= pt) & (y == 1))
    fp = np.mean((p >= pt) & (y == 0))
    return tp - fp * pt / (1 - pt)


for title, part in {"later": new, "other hospital": other_hospital}.items():
    pr = glm.predict_proba(features(part))[:, 1]
    tn, fp, fn, tp = confusion_matrix(part.perforated, pr >= cut).ravel()
    print("%-15s AUC %.3f  sens %.2f  spec %.2f" % (title, roc_auc_score(part.perforated, pr), tp / (tp + fn), tn / (tn + fp)))
    print("   calibration intercept %.2f slope %.2f" % calibration(part.perforated, pr))
    gain = [net_benefit(part.perforated, pr, t) - max(0, net_benefit(part.perforated, np.ones(len(pr)), t)) for t in (0.1, 0.2, 0.3, 0.5)]
    print("   net benefit over the best default", np.round(gain, 3))
