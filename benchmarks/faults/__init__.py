"""Kills and disk errors at every file-system call of a run, and what is left of the files."""
