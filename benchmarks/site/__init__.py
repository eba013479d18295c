"""The documentation as a site: docs/*.md, and the pages that are made of the packs, the help and the docstrings."""
