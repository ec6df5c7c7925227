import matplotlib.pyplot as plt
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegressionCV
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

df = pd.read_csv("features.csv")
X, y = df.drop(columns="grade"), df["grade"]

# overview of the cohort
xy = PCA(2).fit_transform(StandardScaler().fit_transform(X))
plt.scatter(xy[:, 0], xy[:, 1], c=y)
plt.savefig("overview.png")
corr = X.corr()
plt.imshow(corr)
print(X.describe(), X.mean())

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=0)
model = make_pipeline(StandardScaler(), PCA(10, random_state=0), LogisticRegressionCV(cv=5))
model.fit(X_train, y_train)
print(model.score(X_test, y_test))
