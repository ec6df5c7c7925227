# BPE + radiomics, upgrade of DCIS to invasive cancer.
# translated from our R script (glm, step)
import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from sklearn.metrics import roc_auc_score

dat = pd.read_csv("dcis_upgrade.csv")
dat.columns = [c.replace("-", "_").replace(".", "_") for c in dat.columns]
dat = dat.set_index("record_id")
outcome = "upgrade"
covars = [c for c in dat.columns if c != outcome]


def uni(dat, v):
    m = smf.logit(f"{outcome} ~ {v}", data=dat).fit(disp=0)
    return m.params[v], m.pvalues[v]


def backward(dat, vars_, p_out=0.10):
    vars_ = list(vars_)
    while len(vars_) > 1:
        m = smf.logit(outcome + " ~ " + " + ".join(vars_), data=dat).fit(disp=0)
        worst = m.pvalues.drop("Intercept").idxmax()
        if m.pvalues[worst] < p_out:
            break
        vars_.remove(worst)
    return vars_


tab = pd.DataFrame({v: uni(dat, v) for v in covars}, index=["beta", "p"]).T
tab["OR"] = np.exp(tab.beta)
tab.round(4).to_csv("table2_univariable.csv")
cand = tab.index[tab.p < 0.05].tolist()
multi = backward(dat, cand)
print("in the model:", multi)

# development / validation 2:1
rs = np.random.RandomState(1)
in_dev = pd.Series(rs.uniform(size=len(dat)) < 2 / 3, index=dat.index)
dev, val = dat[in_dev], dat[~in_dev]
fit = sm.Logit(dev[outcome], sm.add_constant(dev[multi])).fit(disp=0)
print(fit.summary2())
pv = fit.predict(sm.add_constant(val[multi], has_constant="add"))
print("validation AUC %.3f" % roc_auc_score(val[outcome], pv))
