"""The return on an investment, as a finance team works it out: costs of a real quote against benefits with a source.

`load.load_case` reads a case, `run.run` works it out, and `result.RoiResult` is what comes of it.
"""
