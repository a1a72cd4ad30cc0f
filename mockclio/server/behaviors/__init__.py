"""Only where Clio is irregular: one module a resource, named like its collection."""
