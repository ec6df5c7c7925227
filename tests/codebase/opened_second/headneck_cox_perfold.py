import numpy as np
import pandas as pd
from lifelines import CoxPHFitter
from lifelines.utils import concordance_index
from sklearn.model_selection import KFold

T, E = "lrc_days", "lrc_event"
P_MAX = 0.05
RHO_MAX = 0.8


def univariable(frame, feats):
    keep = {}
    for f in feats:
        try:
            s = CoxPHFitter(penalizer=1e-4).fit(frame[[f, T, E]], T, E).summary
        except Exception:
            continue
        if s.loc[f, "p"] < P_MAX:
            keep[f] = s.loc[f, "p"]
    return sorted(keep, key=keep.get)


def not_redundant(frame, ranked):
    chosen = []
    c = frame[ranked].corr(method="spearman").abs()
    for f in ranked:
        if all(c.loc[f, g] < RHO_MAX for g in chosen):
            chosen.append(f)
    return chosen[:5]


def fit_fold(train, test, feats):
    m, s = train[feats].mean(), train[feats].std().replace(0, 1)
    train, test = train.copy(), test.copy()
    train[feats] = (train[feats] - m) / s
    test[feats] = (test[feats] - m) / s
    chosen = not_redundant(train, univariable(train, feats))
    if not chosen:
        return np.zeros(len(test)), []
    cox = CoxPHFitter(penalizer=0.05).fit(train[chosen + [T, E]], T, E)
    return np.asarray(cox.predict_log_partial_hazard(test[chosen])), chosen


if __name__ == "__main__":
    df = pd.read_csv("hn_pet_ct.csv").set_index("PatientID")
    df = df[df[T] > 0]
    feats = [c for c in df.columns if c.startswith(("CT_", "PET_"))]
    cis, all_sel = [], []
    for rep in range(10):
        for tr, te in KFold(5, shuffle=True, random_state=100 + rep).split(df):
            risk, sel = fit_fold(df.iloc[tr], df.iloc[te], feats)
            test = df.iloc[te]
            cis.append(concordance_index(test[T], -risk, test[E]))
            all_sel += sel
    print("C-index %.3f, 95%% of folds %.3f-%.3f" % (np.mean(cis), *np.percentile(cis, [2.5, 97.5])))
    print(pd.Series(all_sel).value_counts().head(10))
