import numpy as np
import pandas as pd
from neuroCombat import neuroCombat
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegressionCV
from sklearn.metrics import roc_auc_score

## 3 scanners: GE, Siemens, Philips
pdac = pd.read_csv("pdac_portal.csv")
feats = [c for c in pdac.columns if c.split("_")[0] in ("original", "wavelet-LLL", "log-sigma-3-0-mm-3D")]
dat = pdac[feats].T.values
covars = pd.DataFrame({"scanner": pdac["scanner"].values, "sex": pdac["sex"].values})

combat = neuroCombat(dat=dat, covars=covars, batch_col="scanner", categorical_cols=["sex"])["data"]
pdac_h = pd.DataFrame(combat.T, columns=feats)
y = pdac["recurrence_1y"]

Xtr, Xte, ytr, yte = train_test_split(pdac_h, y, test_size=0.3, random_state=11, stratify=y)
pipe = Pipeline([("z", StandardScaler()),
                 ("lr", LogisticRegressionCV(penalty="l1", solver="saga", max_iter=20000, cv=5, scoring="roc_auc", random_state=11))])
pipe.fit(Xtr, ytr)
print("train", roc_auc_score(ytr, pipe.predict_proba(Xtr)[:, 1]))
print("test", roc_auc_score(yte, pipe.predict_proba(Xte)[:, 1]))
