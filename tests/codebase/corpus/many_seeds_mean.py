import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

df = pd.read_csv("nomogram.csv")
X, y = df[["radscore", "age", "cea"]], df["event"]
accs = []
for seed in range(500):
    a, b, c, d = train_test_split(X, y, test_size=0.3, random_state=seed)
    accs.append(LogisticRegression().fit(a, c).score(b, d))
print(np.mean(accs), np.percentile(accs, [2.5, 97.5]), min(accs), max(accs))
