"""The compose file in use: secrets for it, and a real engine of our own in which it is run whole (`make soak`)."""
