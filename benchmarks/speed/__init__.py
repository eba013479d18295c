"""How fast the tool is, side by side with its peers on the same text: ``python -m benchmarks.speed``."""
