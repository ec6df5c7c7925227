import pandas as pd
from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC

df = pd.read_csv("radiomics.csv", index_col=0)
ranking = df.corr()["Survival2y"].abs().sort_values(ascending=False)
top = ranking.index[1:11]
print(cross_val_score(SVC(), df[top], df["Survival2y"], cv=10).mean())
