"""Who is where, on any date, as known at any instant.

Owns: membership on two clocks, lists, single histories, and the index of names in memory.
Publishes: nothing. Listens to: socai.lifecycle and socai.organisation for places and the tree, socai.people for sealed
particulars, socai.dossiers only to know every event's time.
"""
