# STS grading on fat-suppressed T2, everything inside the pipeline
import numpy as np
import pandas as pd
from sklearn.feature_selection import SelectKBest, VarianceThreshold, f_classif
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("sts_t2fs_features.csv")
df = df[df["FNCLCC"].notna()]
y = (df["FNCLCC"] == 3).astype(int)
X = df.loc[:, df.columns.str.match(r"(original|wavelet|lbp)")]
print(X.shape, "missing values:", int(X.isna().sum().sum()))

pipe = Pipeline([
    ("imp", SimpleImputer(strategy="median")),
    ("var", VarianceThreshold(1e-8)),
    ("sc", StandardScaler()),
    ("kb", SelectKBest(f_classif, k=10)),
    ("lr", LogisticRegression(C=1.0, max_iter=1000)),
])

rkf = RepeatedStratifiedKFold(n_splits=5, n_repeats=10, random_state=99)
for metric in ("roc_auc", "balanced_accuracy", "average_precision"):
    s = cross_val_score(pipe, X, y, cv=rkf, scoring=metric, n_jobs=-1)
    lo, hi = np.percentile(s, [2.5, 97.5])
    print(f"{metric:20s} {s.mean():.3f} [{lo:.3f}, {hi:.3f}]")
