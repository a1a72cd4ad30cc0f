"""Behaviour of custom fields: the fields, their sets, the values on records, and filters by value."""
