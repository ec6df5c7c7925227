import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

data = pd.read_excel("features_portal_venous.xlsx")
label = data.pop("MVI")
X = data.filter(regex="^(original|wavelet)")
aucs = []
cv = StratifiedKFold(5, shuffle=True, random_state=1)
for train, test in cv.split(X, label):
    Xtr, ytr = X.iloc[train], label.iloc[train]
    keep = []
    for name in X.columns:
        p = mannwhitneyu(Xtr.loc[ytr == 1, name], Xtr.loc[ytr == 0, name]).pvalue
        if p < 0.05:
            keep.append(name)
    pipe = make_pipeline(StandardScaler(), SVC(probability=True, random_state=0))
    pipe.fit(Xtr[keep], ytr)
    prob = pipe.predict_proba(X.iloc[test][keep])[:, 1]
    aucs.append(roc_auc_score(label.iloc[test], prob))
print(f"{np.mean(aucs):.3f} +- {np.std(aucs):.3f}")
