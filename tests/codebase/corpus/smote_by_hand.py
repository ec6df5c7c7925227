import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.utils import resample

df = pd.read_csv("features.csv")
minority = df[df.outcome == 1]
majority = df[df.outcome == 0]
more = resample(minority, replace=True, n_samples=len(majority), random_state=1)
balanced = pd.concat([majority, more])
X, y = balanced.drop(columns="outcome"), balanced["outcome"]
a, b, c, d = train_test_split(X, y, test_size=0.2, random_state=1)
m = RandomForestClassifier(random_state=1).fit(a, c)
print(f1_score(d, m.predict(b)))
