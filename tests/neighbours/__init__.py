"""Several processes of one service, as far as it can be seen without starting them."""
