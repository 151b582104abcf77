"""An operator's figures: what is counted, how a share is judged by its number, and what each figure means."""
