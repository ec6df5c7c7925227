import pandas as pd
from lifelines import CoxPHFitter
from lifelines.utils import concordance_index

df = pd.read_csv("survival.csv")
train = df[df["cohort"] == "training"].copy()
test = df[df["cohort"] == "validation"].copy()
feats = [c for c in df.columns if c.startswith("original")]
mu, sd = train[feats].mean(), train[feats].std()
train[feats] = (train[feats] - mu) / sd
test[feats] = (test[feats] - mu) / sd
kept = []
for f in feats:
    cph = CoxPHFitter().fit(train[[f, "time", "event"]], duration_col="time", event_col="event")
    if cph.summary.loc[f, "p"] < 0.01:
        kept.append(f)
final = CoxPHFitter(penalizer=0.1)
final.fit(train[kept + ["time", "event"]], "time", "event")
cut = final.predict_partial_hazard(train[kept]).median()
risk = final.predict_partial_hazard(test[kept])
print(concordance_index(test["time"], -risk, test["event"]))
high = risk > cut
print(high.sum())
