"""Checks of reading, and what they rest on: the lists of an account, and what each of their parameters means."""
