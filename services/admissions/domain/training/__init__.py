"""Classes: awareness classes before the dossier, new-member classes during probation; who is certified in which."""
