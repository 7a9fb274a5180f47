"""One factory per model, one file per room."""
