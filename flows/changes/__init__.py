"""What customers want otherwise: slots on offer, a place held, the 3PL asked, its yes or no."""
