"""What networks a study may ship, how they are opened without running any of its code, and what they give."""
