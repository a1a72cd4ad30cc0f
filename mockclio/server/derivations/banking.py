"""Placeholder for the derived values of banking."""
