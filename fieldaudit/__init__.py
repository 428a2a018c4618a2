"""fieldaudit: offline-first inspection of elderly-care homes, from first look to cleared hazard."""

__version__ = "0.1.0"
