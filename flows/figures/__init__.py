"""What an operator learns: how parcels fared, who asked where theirs is, days and weeks summed."""
