"""Behaviour of personal injury records: damages, medical records and medical bills."""
