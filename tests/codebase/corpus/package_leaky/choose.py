from sklearn.feature_selection import RFE
from sklearn.svm import SVC


class FeatureChooser:
    def __init__(self, n=10):
        self.n = n
        self.rfe = RFE(SVC(kernel="linear"), n_features_to_select=n)

    def run(self, X, y):
        self.rfe.fit(X, y)
        return X.loc[:, self.rfe.support_]
