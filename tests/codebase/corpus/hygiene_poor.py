import pickle

import pandas as pd
import torch
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

df = pd.read_csv(r"C:\Users\wang\Desktop\radiomics\features.csv")
with open("extra.pkl", "rb") as handle:
    extra = pickle.load(handle)
net = torch.load("encoder.pt")
X, y = df.drop(columns="y"), df["y"]
a, b, c, d = train_test_split(X, y, test_size=0.3)
print(RandomForestClassifier().fit(a, c).score(b, d))
