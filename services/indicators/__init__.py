"""indicators: the double-entry ledger of membership, and every figure that is a sum over it.

Owns the postings and nothing else that is not derived. Publishes nothing. Listens to all four event topics and the
watermarks: movements become postings, the organisation topic gives tree, targets, definitions and policies.
"""
