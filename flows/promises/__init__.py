"""The ledger: what was promised on which ground, whether it was kept, and what errors teach."""
