"""Text that stands twice: paragraphs, blocks and page seams found again, exactly or with misreadings."""
