"""What it takes to run the system on a machine: set-up, real parts without Docker, and the files of the containers."""
