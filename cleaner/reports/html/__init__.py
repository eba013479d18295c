"""Reports as pages to read: a model of each page made from a `Result`, and templates that show it."""
