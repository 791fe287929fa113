"""What a world leaves behind, and what is read off it: tables, signals, metrics."""
