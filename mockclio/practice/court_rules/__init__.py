"""Behaviour of court rules: jurisdictions, triggers, the dockets of matters and their deadlines."""
