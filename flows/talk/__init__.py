"""The conversation: from what a customer writes to an answer and its acts; who they are, and their manners."""
