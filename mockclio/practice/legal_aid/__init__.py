"""Behaviour of legal aid records: grants and their funding sources, and the rates and expense categories of the UK."""
