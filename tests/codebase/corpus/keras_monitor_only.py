import numpy as np
import tensorflow as tf
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

tf.random.set_seed(0)
X, y = np.load("deep_features.npy"), np.load("labels.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
norm = tf.keras.layers.Normalization()
norm.adapt(X_train)
model = tf.keras.Sequential([norm, tf.keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(X_train, y_train, epochs=50, validation_data=(X_test, y_test))
print("AUC", roc_auc_score(y_test, model.predict(X_test)))
