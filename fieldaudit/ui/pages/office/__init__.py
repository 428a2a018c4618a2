"""The office of the bureau: its people and its laptops. For the administrator."""
