"""Behaviour of bills: line items, totals, issuing, payments, payment links, interest, themes and billing settings."""
