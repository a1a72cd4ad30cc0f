"""Test tools: pytest fixtures, checks, coverage, scenarios, recordings, and Hypothesis strategies."""
