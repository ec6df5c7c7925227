# Overall survival, elastic-net Cox. cohort column: 'train' (Maastro) / 'test' (PMH)
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifelines.statistics import logrank_test
from lifelines.utils import concordance_index
from sklearn.preprocessing import StandardScaler

full = pd.read_csv("opc_survival_features.csv")
full.columns = full.columns.str.replace("-", "_", regex=False)
feat = [c for c in full.columns if c.startswith("original_")]

X = full[full.cohort == "train"].copy()
ext = full[full.cohort == "test"].copy()

ss = StandardScaler()
X[feat] = ss.fit_transform(X[feat])
ext[feat] = ss.transform(ext[feat])

# univariable Cox in the training cohort
pvals = {}
for f in feat:
    m = CoxPHFitter().fit(X[[f, "time", "event"]], "time", "event")
    pvals[f] = m.summary.loc[f, "p"]
sig = [f for f in feat if pvals[f] < 0.01]
print(len(sig), "features with p < 0.01 in the training cohort")

cph = CoxPHFitter(penalizer=0.1, l1_ratio=0.9)
cph.fit(X[sig + ["time", "event"]], duration_col="time", event_col="event")
X["risk"] = cph.predict_log_partial_hazard(X[sig])
ext["risk"] = cph.predict_log_partial_hazard(ext[sig])
print("C-index external: %.3f" % concordance_index(ext.time, -ext.risk, ext.event))

med = X["risk"].median()
hi, lo = ext[ext.risk > med], ext[ext.risk <= med]
lr = logrank_test(hi.time, lo.time, hi.event, lo.event)
print("log-rank p (external, training median) = %.4f" % lr.p_value)

ax = KaplanMeierFitter(label="low").fit(lo.time, lo.event).plot_survival_function()
KaplanMeierFitter(label="high").fit(hi.time, hi.event).plot_survival_function(ax=ax)
ax.figure.savefig("km_external.pdf")
