"""Cleaning inside other people's pipelines: `map_batch` for Hugging Face datasets, a block for datatrove."""
