"""The API as an OpenAPI document: exported from the catalogue, and compared with an official document."""
