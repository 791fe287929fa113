"""What people see: the report, its figures, and the tables a terminal shows. All words are in `sim.texts`."""
