"""The posterior of a fit: draws of everything that moves."""
