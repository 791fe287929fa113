"""What everything stands on, and what knows nothing of live commerce: errors, units, files, declared numbers."""
