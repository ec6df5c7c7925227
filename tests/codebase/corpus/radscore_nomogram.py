"""A radiomics score of the whole cohort goes into a nomogram that is validated on a third of it."""
import numpy as np
import pandas as pd
from sklearn.linear_model import LassoCV, LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

df = pd.read_csv("features.csv")
y = df["LNM"].values
R = df.filter(regex="^original").values
lasso = LassoCV(cv=5, random_state=0).fit(R, y)
df["radscore"] = R @ lasso.coef_ + lasso.intercept_
sig = df[["radscore", "age", "CEA"]]
S1, S2, y1, y2 = train_test_split(sig, y, test_size=1 / 3, random_state=2)
nomogram = LogisticRegression().fit(S1, y1)
print("validation AUC", roc_auc_score(y2, nomogram.predict_proba(S2)[:, 1]))
