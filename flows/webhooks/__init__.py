"""What 3PLs say: verified and kept at the door, asked for where it is missing, read in batches."""
