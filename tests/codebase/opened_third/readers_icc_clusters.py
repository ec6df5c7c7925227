"""Interobserver ICC -> hierarchical clustering of features -> one per cluster -> SVM.

Split by the list of the trial office (train.txt / test.txt).
"""
import numpy as np
import pandas as pd
import pingouin as pg
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from scipy.stats import ttest_ind
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

train_ids = [l.strip() for l in open("train.txt")]
test_ids = [l.strip() for l in open("test.txt")]
A = pd.read_csv("reader_A_all.csv", index_col="id")
B = pd.read_csv("reader_B_30.csv", index_col="id")           # 30 of the training patients
outcome = pd.read_csv("outcome.csv", index_col="id")["event"]
assert set(B.index) <= set(train_ids)


def icc3(a, b):
    long = pd.DataFrame({"t": np.tile(np.arange(len(a)), 2), "r": np.repeat(["A", "B"], len(a)), "v": np.r_[a, b]})
    return pg.intraclass_corr(long, "t", "r", "v").set_index("Type").loc["ICC3", "ICC"]


good = [f for f in A.columns if icc3(A.loc[B.index, f].values, B[f].values) >= 0.8]
print(f"{len(good)} of {A.shape[1]} features agree")

tr, te = A.loc[train_ids, good], A.loc[test_ids, good]
ytr, yte = outcome.loc[train_ids], outcome.loc[test_ids]

dist = 1 - tr.corr(method="spearman").abs().values
np.fill_diagonal(dist, 0)
clusters = fcluster(linkage(squareform(dist, checks=False), "average"), t=0.4, criterion="distance")
tt = pd.Series(np.abs(ttest_ind(tr[ytr == 1], tr[ytr == 0], equal_var=False).statistic), index=good)
best_in = tt.groupby(clusters).idxmax()
signature = tt[best_in].nlargest(6).index.tolist()
print(signature)

sc = StandardScaler().fit(tr[signature])
svm = SVC(kernel="rbf", C=1).fit(sc.transform(tr[signature]), ytr)
print("AUC test", round(roc_auc_score(yte, svm.decision_function(sc.transform(te[signature]))), 3))
