"""A folder of plug-ins: what strikes the worlds of a sandbox game, as levers that no strategy may pull."""
