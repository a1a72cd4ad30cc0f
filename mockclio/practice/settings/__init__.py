"""Behaviour of settings of the firm: custom actions with their nonces, and text snippets."""
