"""What the tool finds, mends and spoils, measured on damage that was put in on purpose and is on record."""
