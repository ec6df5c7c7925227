import pandas as pd
from lifelines import CoxPHFitter
from lifelines.utils import concordance_index
from sklearn.model_selection import train_test_split

df = pd.read_csv("survival.csv")
feats = [c for c in df.columns if c not in ("PID", "time", "event")]
kept = []
for f in feats:
    cph = CoxPHFitter()
    cph.fit(df[[f, "time", "event"]], duration_col="time", event_col="event")
    if cph.summary.loc[f, "p"] < 0.01:
        kept.append(f)
train, test = train_test_split(df, test_size=0.3, random_state=4)
final = CoxPHFitter(penalizer=0.1)
final.fit(train[kept + ["time", "event"]], "time", "event")
risk = final.predict_partial_hazard(test[kept])
print(concordance_index(test["time"], -risk, test["event"]))
