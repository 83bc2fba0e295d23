"""What a document carries so that it can be proven: the public extract, its re-derivation, its seal, the leak guard."""
