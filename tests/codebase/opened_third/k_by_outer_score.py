# osteoarthritis progression (KL +1), trabecular texture
import itertools as it
import time
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier, ExtraTreesClassifier
from sklearn.feature_selection import SelectKBest, f_classif, mutual_info_classif, chi2
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.preprocessing import MinMaxScaler
from sklearn.metrics import roc_auc_score

oa = pd.read_csv("trabecular.csv").set_index("knee_owner")   # one knee per person
Y = oa.pop("progress").values
X = oa.values
RS = 2718

selectors = {"F": f_classif, "MI": mutual_info_classif, "chi2": chi2}
classifiers = {
    "LR": lambda: LogisticRegression(max_iter=2000),
    "RF": lambda: RandomForestClassifier(300, random_state=RS),
    "ET": lambda: ExtraTreesClassifier(300, random_state=RS),
}
ks = (5, 10, 15, 20, 30)


def cross_validated(sel, k, clf):
    rskf = RepeatedStratifiedKFold(n_splits=5, n_repeats=4, random_state=RS)
    fold = []
    for tr, te in rskf.split(X, Y):
        mm = MinMaxScaler(clip=True).fit(X[tr])
        kb = SelectKBest(sel, k=k).fit(mm.transform(X[tr]), Y[tr])
        m = clf().fit(kb.transform(mm.transform(X[tr])), Y[tr])
        fold.append(roc_auc_score(Y[te], m.predict_proba(kb.transform(mm.transform(X[te])))[:, 1]))
    return np.mean(fold), np.std(fold)


best = (0, 0, None)
t0 = time.time()
for (sn, sel), k, (cn, clf) in it.product(selectors.items(), ks, classifiers.items()):
    mean, sd = cross_validated(sel, k, clf)
    print(f"{sn:5s} k={k:<3d} {cn}  {mean:.3f} ({sd:.3f})")
    if mean > best[0]:
        best = (mean, sd, (sn, k, cn))

print(f"{time.time() - t0:.0f} s")
print("Final model: %s with %d features, %s" % best[2])
print("Performance of the final model: AUC %.3f +/- %.3f" % best[:2])
