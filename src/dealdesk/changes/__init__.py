"""What a change of a catalog means: what is different, and what it does to the price of deals."""
