import sys

import numpy as np
from dataset import build_table
from preprocessing import apply_preprocess, fit_preprocess
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import SVC


def main(listing):
    X, y = build_table(listing)
    auc = []
    for tr, te in StratifiedKFold(5, shuffle=True, random_state=6).split(X, y):
        par = fit_preprocess(X[tr])
        svm = SVC(C=1.0).fit(apply_preprocess(X[tr], par), y[tr])
        auc.append(roc_auc_score(y[te], svm.decision_function(apply_preprocess(X[te], par))))
    print("AUC %.3f +- %.3f" % (np.mean(auc), np.std(auc)))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "thyroid_listing.csv")
