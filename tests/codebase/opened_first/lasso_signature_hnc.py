# Radiomics signature for locoregional control, head and neck CT (oropharynx)
# features: pyradiomics 3.0.1, bin width 25
import numpy as np
import pandas as pd
from sklearn.linear_model import LassoCV, LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

feat = pd.read_csv("pyradiomics_HNC_GTVp.csv")
clin = pd.read_excel("clinical_HNC.xlsx")
df = feat.merge(clin[["PatientID", "LRF_2y", "HPV", "T_stage"]], on="PatientID", how="inner")

cols = [c for c in df.columns if c.startswith(("original_", "wavelet-", "log-sigma"))]
X = df[cols].astype(float)
y = df["LRF_2y"].values

ss = StandardScaler()
Xs = pd.DataFrame(ss.fit_transform(X), columns=cols)

alphas = np.logspace(-3, 1, 60)
lasso = LassoCV(alphas=alphas, cv=10, max_iter=100000, random_state=7)
lasso.fit(Xs, y)
coef = pd.Series(lasso.coef_, index=cols)
coef = coef[coef != 0]
print("Lasso picked %d features, alpha=%.4f" % (len(coef), lasso.alpha_))

# Rad-score = sum(beta_i * feature_i) + intercept
df["radscore"] = Xs[coef.index].dot(coef) + lasso.intercept_

X2 = df[["radscore", "HPV"]]
X_train, X_test, y_train, y_test = train_test_split(
    X2, y, test_size=0.3, stratify=y, random_state=7
)

lr = LogisticRegression()
lr.fit(X_train, y_train)
print("AUC train", roc_auc_score(y_train, lr.predict_proba(X_train)[:, 1]))
print("AUC validation", roc_auc_score(y_test, lr.predict_proba(X_test)[:, 1]))
df.to_csv("radscore_HNC.csv", index=False)
