"""A review of what was delivered: savings against an agreed baseline, the fee that they earn, and the renewal.

`load.load_review` reads a review, `run.run` works it out, and `result.ReviewResult` is what comes of it.
"""
