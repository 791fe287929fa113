"""An answer as it is read on the pages Answer and Decide: opened, shown part by part, exported."""
