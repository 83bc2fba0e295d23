"""Catalogs: what a vendor sells, at which prices, by which rules, and where in its files it says so."""
