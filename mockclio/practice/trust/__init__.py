"""Behaviour of trust accounting: bank accounts, bank transactions, trust line items and trust requests."""
