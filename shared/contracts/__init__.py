"""The published language: every event that leaves the writer, as data without behaviour.

To add an event: a class in its topic's module, a line in registry.py, an example in examples/, `make schemas`.
To change one: only optional fields within a version; anything else is a new version beside the old one, with an
upcaster. To retire one: stop writing it; its class and its examples stay for ever.
"""
