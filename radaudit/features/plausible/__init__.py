"""What a feature table says of itself, without any image: laws, bounds, traces of damage. Numbers in, numbers out."""
