# Sarcoma: metastasis within 2 years, FDG-PET/CT
# features: 851 x 2, stability from the RIDER-like coffee-break scans (31 other patients)
import pandas as pd
import numpy as np
import pingouin as pg
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import mutual_info_classif
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import roc_auc_score

ICC_MIN = 0.85

scan1 = pd.read_csv("retest/scan1.csv", index_col="subject")
scan2 = pd.read_csv("retest/scan2.csv", index_col="subject")
scan2 = scan2.loc[scan1.index, scan1.columns]

stable = []
for feat in scan1.columns:
    long = pd.concat([
        pd.DataFrame({"subject": scan1.index, "scan": 1, "value": scan1[feat].values}),
        pd.DataFrame({"subject": scan2.index, "scan": 2, "value": scan2[feat].values}),
    ])
    icc = pg.intraclass_corr(data=long, targets="subject", raters="scan", ratings="value").set_index("Type")
    if icc.at["ICC2", "CI95%"][0] > ICC_MIN:
        stable.append(feat)
print(f"{len(stable)}/{scan1.shape[1]} stable")

cohort = pd.read_csv("sarcoma_cohort.csv", index_col="subject")
y = cohort["met2y"]
X = cohort[stable]
X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, stratify=y, random_state=77)

sc = StandardScaler().fit(X_tr)
Z_tr = pd.DataFrame(sc.transform(X_tr), X_tr.index, stable)
Z_te = pd.DataFrame(sc.transform(X_te), X_te.index, stable)

mi = pd.Series(mutual_info_classif(Z_tr, y_tr, random_state=77), index=stable)
top = mi.nlargest(10).index
rf = RandomForestClassifier(500, max_depth=4, random_state=77).fit(Z_tr[top], y_tr)
print("train", roc_auc_score(y_tr, rf.predict_proba(Z_tr[top])[:, 1]))
print("test ", roc_auc_score(y_te, rf.predict_proba(Z_te[top])[:, 1]))
