"""A spec: a firm in a few lines of YAML, JSON, CSV or Python. Its records are written as the API writes them."""
