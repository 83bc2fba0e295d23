"""What a review's documents show: the deck of a quarter, and the statement of its savings."""
