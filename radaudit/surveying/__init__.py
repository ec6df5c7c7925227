"""Many studies at once: which there are, what their reports say together."""
