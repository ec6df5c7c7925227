#!/usr/bin/env python
"""Optimism by bootstrap (.632) - cerebral cavernous malformation bleeding, QSM texture."""
import numpy as np
import pandas as pd
from sklearn.feature_selection import f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

B = 500
rng = np.random.default_rng(20220101)
ccm = pd.read_csv("ccm_qsm.csv", index_col=0)
yy = ccm.pop("bleed2y").values
xx = ccm.values


class Model:
    def fit(self, x, y, n=8):
        self.m, self.s = x.mean(0), np.where(x.std(0) > 0, x.std(0), 1)
        z = (x - self.m) / self.s
        with np.errstate(all="ignore"):
            F = np.nan_to_num(f_classif(z, y)[0])
        self.cols = np.argpartition(-F, n)[:n]
        self.lr = LogisticRegression(max_iter=1000).fit(z[:, self.cols], y)
        return self

    def __call__(self, x):
        return self.lr.decision_function(((x - self.m) / self.s)[:, self.cols])


apparent = roc_auc_score(yy, Model().fit(xx, yy)(xx))
oob = []
while len(oob) < B:
    bag = rng.integers(0, len(yy), len(yy))
    out = np.setdiff1d(np.arange(len(yy)), bag)
    if yy[bag].min() == yy[bag].max() or yy[out].min() == yy[out].max():
        continue
    m = Model().fit(xx[bag], yy[bag])
    oob.append(roc_auc_score(yy[out], m(xx[out])))

est = 0.368 * apparent + 0.632 * np.mean(oob)
print(f"apparent {apparent:.3f} (for the .632 formula only), out-of-bag {np.mean(oob):.3f}, .632 {est:.3f}")
print("95 % of out-of-bag AUCs:", np.percentile(oob, [2.5, 97.5]).round(3))
