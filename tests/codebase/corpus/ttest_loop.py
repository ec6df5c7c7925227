import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu, ttest_ind
from sklearn.model_selection import StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

data = pd.read_excel("features_portal_venous.xlsx")
label = data.pop("MVI")
features = [c for c in data.columns if c.startswith(("original", "wavelet", "log-sigma"))]

keep = []
for name in features:
    pos = data.loc[label == 1, name]
    neg = data.loc[label == 0, name]
    p = mannwhitneyu(pos, neg).pvalue
    if p < 0.05:
        keep.append(name)
print(len(keep), "features kept")

X = data[keep].values
cv = StratifiedKFold(5, shuffle=True, random_state=1)
pipe = make_pipeline(StandardScaler(), SVC(kernel="linear"))
auc = cross_val_score(pipe, X, label, cv=cv, scoring="roc_auc")
print(np.mean(auc), np.std(auc))
