"""Does the posterior cover? Simulation-based calibration of parameters, baseline metrics and effects of strategies."""
