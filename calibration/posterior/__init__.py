"""The posterior of a fit: draws of everything that moves."""

from calibration.posterior.posterior import Posterior, posterior

__all__ = ["Posterior", "posterior"]
