"""How many cases a prediction model needs, to be developed and to be validated."""
