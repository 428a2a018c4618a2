"""`python -m fieldaudit`, and the file a bundle runs: the same as the program `fieldaudit`."""

import multiprocessing
import sys

from fieldaudit.app import main  # absolute: a bundle runs this file by itself

if __name__ == "__main__":
    multiprocessing.freeze_support()  # the workers of a batch are this program again
    sys.exit(main())
