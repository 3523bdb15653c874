"""``python -m moneyquote``: the command line."""

from moneyquote.cli import main

if __name__ == "__main__":
    main()
