"""How a price is computed: charges, steps, and the one fold that applies them.

Nothing here reads a file, a clock or a catalog: numbers come in as parameters, facts as lines.
"""
