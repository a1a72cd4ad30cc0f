"""Fuzzing of the parsers as bare functions: `make fuzz PARSER=name`. `parsers` has the table, `__main__` runs it."""
