"""Statistics: numpy in, numpy or frozen values out; knows nothing of studies, files or checks."""
