"""Use cases: fold events into postings, and answer questions from them."""
