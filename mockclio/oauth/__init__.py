"""OAuth 2.0 as Clio does it: the consent page, tokens, deauthorization, and what a scope opens."""
