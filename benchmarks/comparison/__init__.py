"""What general cleaners of text do to damaged pages, and to pages with nothing wrong: see `__main__`."""
