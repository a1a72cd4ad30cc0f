"""What mypy and pyright make of calls: snippets are generated from the catalogue, and each checker reads all of them in one run."""
