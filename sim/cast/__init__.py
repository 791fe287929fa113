"""Who is there on the first morning: people, their contacts, hosts, segments, fitted values."""
