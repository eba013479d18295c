"""Single characters that extraction put in the place of others, or between them."""
