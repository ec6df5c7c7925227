"""What was done between a table and its harmonised form, told by doing it again."""
