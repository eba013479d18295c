"""Paragraphs and documents that stand in more than one document of a corpus, exactly or nearly."""
