# COVID-19 severity, five scanners. ComBat parameters learnt on the training fold only.
import numpy as np
import pandas as pd
from neuroCombat import neuroCombat, neuroCombatFromTraining
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler


def combat_fold(feat_tr, batch_tr, feat_te, batch_te):
    covars = pd.DataFrame({"scanner": batch_tr})
    fitted = neuroCombat(dat=feat_tr.T, covars=covars, batch_col="scanner")
    applied = neuroCombatFromTraining(dat=feat_te.T, batch=batch_te, estimates=fitted["estimates"])
    return fitted["data"].T, applied["data"].T


df = pd.read_csv("covid_ct_lung_features.csv").dropna()
y = df["icu_or_death"].values
scanner = df["scanner"].values
X = df.filter(regex="^(firstorder|glcm|glrlm|glszm)").values

# scanner and outcome together in the strata so that each scanner is in each fold
strata = [f"{s}_{o}" for s, o in zip(scanner, y)]
cv = StratifiedKFold(n_splits=5, shuffle=True, random_state=33)

auc = []
for tr, te in cv.split(X, strata):
    Xtr, Xte = combat_fold(X[tr], scanner[tr], X[te], scanner[te])
    sc = StandardScaler().fit(Xtr)
    clf = LogisticRegression(C=0.05, max_iter=3000).fit(sc.transform(Xtr), y[tr])
    auc.append(roc_auc_score(y[te], clf.predict_proba(sc.transform(Xte))[:, 1]))
print("AUC", np.round(auc, 3), "mean", round(float(np.mean(auc)), 3))
