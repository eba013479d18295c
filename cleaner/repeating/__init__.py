"""What repeats itself at once, and what of it is damage: shadows (drawn twice) and loops (read again and again)."""
