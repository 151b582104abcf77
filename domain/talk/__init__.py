"""The conversation: what a customer says (turn), where they stand (situation), and what we answer. Channel-neutral."""
