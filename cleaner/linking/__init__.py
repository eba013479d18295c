"""Text that goes on elsewhere: jump lines and the pages they name, paragraphs that stop in mid-sentence."""
