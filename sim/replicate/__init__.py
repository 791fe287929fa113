"""One replicate: one past, then one world for every arm, and what is kept of them."""
