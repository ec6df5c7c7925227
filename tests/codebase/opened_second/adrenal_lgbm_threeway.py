# lipid-poor adenoma vs non-adenoma
import argparse
import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve
from sklearn.model_selection import train_test_split

ap = argparse.ArgumentParser()
ap.add_argument("--table", default="adrenal_unenhanced_pv.csv")
ap.add_argument("--seed", type=int, default=2023)
opt = ap.parse_args()


def youden(y, p):
    fpr, tpr, t = roc_curve(y, p)
    return t[np.argmax(tpr - fpr)]


def main():
    t = pd.read_csv(opt.table, index_col=0)
    y = t.pop("nonadenoma")
    dev, test, ydev, ytest = train_test_split(t, y, test_size=0.25, stratify=y, random_state=opt.seed)
    tr, val, ytr, yval = train_test_split(dev, ydev, test_size=0.25, stratify=ydev, random_state=opt.seed)

    booster = lgb.LGBMClassifier(n_estimators=3000, learning_rate=0.02, num_leaves=6,
                                 reg_lambda=5.0, random_state=opt.seed, verbose=-1)
    booster.fit(tr, ytr, eval_set=[(val, yval)], eval_metric="auc",
                callbacks=[lgb.early_stopping(100), lgb.log_evaluation(0)])
    cut = youden(yval, booster.predict_proba(val)[:, 1])
    print("trees", booster.best_iteration_, "cut", round(cut, 3))

    p = booster.predict_proba(test)[:, 1]
    tn, fp, fn, tp = confusion_matrix(ytest, p >= cut).ravel()
    print(f"test: AUC {roc_auc_score(ytest, p):.3f} sens {tp/(tp+fn):.3f} spec {tn/(tn+fp):.3f}")


if __name__ == "__main__":
    main()
