import sys
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.model_selection import GridSearchCV, KFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sksurv.compare import compare_survival
from sksurv.linear_model import CoxnetSurvivalAnalysis
from sksurv.metrics import brier_score, concordance_index_ipcw, cumulative_dynamic_auc, integrated_brier_score
from sksurv.nonparametric import kaplan_meier_estimator
from sksurv.util import Surv

# oral cavity cancer, OS. 3 penalties are tried inside the training part
file_in = sys.argv[1] if len(sys.argv) > 1 else "oral_ct.csv"
oc = pd.read_csv(file_in).set_index("sid")
y = Surv.from_dataframe("dead", "months", oc.assign(dead=oc.dead.astype(bool)))
x = oc.filter(regex=r"^(prim|node)_")

x1, x2, y1, y2 = train_test_split(x, y, test_size=0.3, random_state=64, stratify=oc.dead)

path = make_pipeline(StandardScaler(), CoxnetSurvivalAnalysis(l1_ratio=0.9, alpha_min_ratio=0.05, max_iter=100))
path.fit(x1, y1)
alphas = path[-1].alphas_
gs = GridSearchCV(
    make_pipeline(StandardScaler(), CoxnetSurvivalAnalysis(l1_ratio=0.9)),
    {"coxnetsurvivalanalysis__alphas": [[a] for a in alphas[::10]]},
    cv=KFold(5, shuffle=True, random_state=64),
    error_score=0.5,
).fit(x1, y1)
best = gs.best_estimator_
beta = pd.Series(best[-1].coef_.ravel(), x.columns).loc[lambda s: s != 0]
print(beta.round(3).to_string())

risk1, risk2 = best.predict(x1), best.predict(x2)
c = concordance_index_ipcw(y1, y2, risk2, tau=60)[0]
t_auc, t_mean = cumulative_dynamic_auc(y1, y2, risk2, times=[12, 24, 36])
print(f"test: Uno C {c:.3f}, AUC at 1/2/3 years {np.round(t_auc, 3)}")

# groups at the training median
grp = np.where(risk2 > np.median(risk1), "high", "low")
print("log-rank p in the test part:", compare_survival(y2, grp)[1])

# Brier over time against Kaplan-Meier of the training part
times = np.percentile(y2["months"][y2["dead"]], np.linspace(10, 80, 15))
full = make_pipeline(StandardScaler(), CoxnetSurvivalAnalysis(l1_ratio=0.9, fit_baseline_model=True,
                     alphas=gs.best_params_["coxnetsurvivalanalysis__alphas"])).fit(x1, y1)
surv = np.row_stack([fn(times) for fn in full.predict_survival_function(x2)])
_, bs = brier_score(y1, y2, surv, times)
km_t, km_s = kaplan_meier_estimator(y1["dead"], y1["months"])
flat = np.tile(km_s[np.clip(np.searchsorted(km_t, times, side="right") - 1, 0, None)], (len(y2), 1))
_, bs_km = brier_score(y1, y2, flat, times)
for t, a, b in zip(times, bs, bs_km):
    print(f"  {t:5.1f} months  Brier {a:.3f}  (KM {b:.3f})")
print("IBS", round(integrated_brier_score(y1, y2, surv, times), 3))

# interval for C
rng = np.random.default_rng(0)
cs = []
for _ in range(500):
    i = rng.integers(0, len(y2), len(y2))
    if y2["dead"][i].sum() > 3:
        cs.append(concordance_index_ipcw(y1, y2[i], risk2[i], tau=60)[0])
print("95 % interval of C:", np.percentile(cs, [2.5, 97.5]).round(3))

fig, ax = plt.subplots(figsize=(4, 3))
for name in ("low", "high"):
    m = grp == name
    t, sv = kaplan_meier_estimator(y2["dead"][m], y2["months"][m])
    ax.step(t, sv, where="post", label=f"{name} (n={m.sum()})")
ax.set_ylim(0, 1)
ax.set_xlabel("months")
ax.legend()
fig.savefig("km_oral.png", dpi=300, bbox_inches="tight")
