"""Stage I NSCLC: lymph node metastasis. Development at our hospital, external cohort from centre B.

The split of the internal cohort is by surgery date.
"""
import pandas as pd
import numpy as np
from sklearn.linear_model import LassoCV, LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.calibration import calibration_curve
import matplotlib.pyplot as plt

label = "LNM"
internal = pd.read_csv("centreA.csv", parse_dates=["surgery"])
external = pd.read_csv("centreB.csv", parse_dates=["surgery"])
feature_names = [c for c in internal.columns if c.startswith(("original_", "wavelet-", "log-sigma"))]

train = internal[internal["surgery"] < "2018-01-01"].copy()
valid = internal[internal["surgery"] >= "2018-01-01"].copy()

# internal
mu, sd = train[feature_names].mean(), train[feature_names].std()
x_train = (train[feature_names] - mu) / sd
x_valid = (valid[feature_names] - mu) / sd

# external
ext_raw = external[feature_names]
x_ext = (ext_raw - ext_raw.mean()) / ext_raw.std()

lasso = LassoCV(cv=10, random_state=1, max_iter=50000).fit(x_train, train[label])
keep = [f for f, c in zip(feature_names, lasso.coef_) if abs(c) > 1e-6]
print(keep)

lr = LogisticRegression(max_iter=1000).fit(x_train[keep], train[label])


def show(x, df, name):
    p = lr.predict_proba(x[keep])[:, 1]
    frac, mean = calibration_curve(df[label], p, n_bins=6, strategy="quantile")
    plt.plot(mean, frac, "o-", label=name)
    rng = np.random.default_rng(0)
    y = df[label].to_numpy()
    boot = []
    for _ in range(1000):
        i = rng.integers(0, len(y), len(y))
        if y[i].min() != y[i].max():
            boot.append(roc_auc_score(y[i], p[i]))
    print(name, round(roc_auc_score(y, p), 3), np.percentile(boot, [2.5, 97.5]).round(3))


show(x_train, train, "training")
show(x_valid, valid, "internal validation")
show(x_ext, external, "external validation")
plt.legend()
plt.savefig("calibration.png")
