"""`python -m fieldaudit`: the same as the program `fieldaudit`."""

import sys

from .app import main

sys.exit(main())
