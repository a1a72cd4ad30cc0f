"""What a team runs in CI: fixtures, laws, coverage, connectors, and proof that the mock tells the truth."""
