"""Behaviour of reports: one function per kind of report reads the rows of the firm, and the formats write the result as a file."""
