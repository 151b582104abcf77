"""Honest windows: from what happened to parcels like this one to what may be said. Pure arithmetic, no training."""
