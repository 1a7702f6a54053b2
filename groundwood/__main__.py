"""``python -m groundwood`` is the command line."""

from groundwood.cli.main import main

if __name__ == "__main__":
    main()
