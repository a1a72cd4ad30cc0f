"""Deliberately broken servers, drawn by seed from the catalogue and the ledger, by which `mockclio verify` is measured."""
