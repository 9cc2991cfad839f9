"""What statutes say: a file per instrument, functions in clause order, pure values in and out."""
