"""The organisation on two clocks: a pure fold of topic `socai.organisation` that all four services keep.

Admissions asks it who may act and which policy holds; readers ask it whose figures belong to whom (design 2.4, 6).
"""
