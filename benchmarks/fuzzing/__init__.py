"""Throws broken input at all that reads input, and holds the engine to its laws: ``python -m benchmarks.fuzzing``."""
