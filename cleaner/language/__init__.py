"""What is ordinary Chinese, and what a scanner makes of it: line ends, words, look-alikes, harmless differences."""
