"""The log in front: real servers, some of which die."""
