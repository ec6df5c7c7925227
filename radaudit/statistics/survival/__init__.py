"""Times to an event, some censored. Written for weights of the cases, so that a bootstrap is one call."""
