"""What only rows can tell: questions for the macros to ask, and what their answers mean."""
