"""Memory of the figures: how parcels fared, who asked, the daily sums, and the parcels behind them."""
