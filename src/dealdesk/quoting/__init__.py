"""Deal in, quote out."""
