"""One rule for each kind of notice, grouped by the part of a parcel's life it speaks of."""
