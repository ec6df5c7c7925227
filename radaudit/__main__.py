"""``python -m radaudit``."""

from radaudit.cli import main

if __name__ == "__main__":
    main()
