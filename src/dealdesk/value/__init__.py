"""What an offer is worth: value models and their outputs, the return on the investment, shared gains."""
