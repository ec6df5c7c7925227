"""What an audit would do: its jobs, their time and disk, the checks that will be answered, what is missing."""
