"""What lies in an offline folder beside wheels and notebooks; `install.py` runs there before livesim is installed."""
