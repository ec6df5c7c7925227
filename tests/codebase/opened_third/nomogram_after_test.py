# CIN2+ after conization margin, MRI; Tables 1-3 in one script
import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy.stats import fisher_exact, mannwhitneyu
from sklearn.linear_model import LassoCV
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

P = pd.read_csv("conization.csv").set_index("case_no")
rad = [c for c in P if c.startswith("mri_")]
clin = ["age", "parity", "hpv16"]
resp = "residual"

# ---- Table 1 -------------------------------------------------------------
tab1 = []
for v in clin:
    if P[v].nunique() == 2:
        p = fisher_exact(pd.crosstab(P[v], P[resp]))[1]
    else:
        p = mannwhitneyu(P.loc[P[resp] == 1, v], P.loc[P[resp] == 0, v]).pvalue
    tab1.append({"variable": v, "p": f"{p:.3f}"})
pd.DataFrame(tab1).to_csv("table1.csv", index=False)

# ---- hold-out --------------------------------------------------------------
dev, hold = train_test_split(P, test_size=0.33, random_state=1867, stratify=P[resp])


def radscore(frame):
    sc = StandardScaler().fit(frame[rad])
    la = LassoCV(cv=5, random_state=0, max_iter=20000).fit(sc.transform(frame[rad]), frame[resp])
    return lambda other: sc.transform(other[rad]) @ la.coef_


def design(frame, score):
    return sm.add_constant(frame[clin].assign(rad=score(frame)), has_constant="add")


score = radscore(dev)
nomo = sm.Logit(dev[resp], design(dev, score)).fit(disp=0)
held_auc = roc_auc_score(hold[resp], nomo.predict(design(hold, score)))
print("Table 2: hold-out AUC %.3f (n=%d)" % (held_auc, len(hold)))

# ---- nomogram to be printed --------------------------------------------------
score_all = radscore(P)
nomo_all = sm.Logit(P[resp], design(P, score_all)).fit(disp=0)
tab3 = pd.DataFrame({"beta": nomo_all.params, "lo": nomo_all.conf_int()[0], "hi": nomo_all.conf_int()[1]})
tab3["OR"] = np.exp(tab3["beta"])
tab3.round(3).to_csv("table3_nomogram.csv")
