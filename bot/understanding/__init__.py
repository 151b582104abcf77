"""Understanding: from a customer's own words to what they ask for."""
