"""The configuration space of a catalog: how many subscriptions there are, the cheapest and the dearest of them.

A subscription is what a deal with one of each of its products may be: at least one product; everything that a product
is `available_for`, `requires` and `excludes` is kept; and of tiers of one family, which are editions of one thing, at
most one.  Counting is exact, and needs no list of all subscriptions: what has nothing to do with each other is counted
apart and multiplied.
"""

from dealdesk.space.space import Ends, Space, Subscription, space_of

__all__ = ["Ends", "Space", "Subscription", "space_of"]
