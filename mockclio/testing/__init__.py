"""What a team runs in CI: fixtures, checks, coverage, connectors, and proof that the mock tells the truth."""
