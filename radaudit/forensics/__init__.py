"""What a bare table of numbers gives away of what was done to it: numpy in, frozen values out, no study, no verdict."""
