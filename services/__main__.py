"""`python -m services`: the command line, the same as `socai`."""

from services.cli.main import main

if __name__ == "__main__":
    main()
