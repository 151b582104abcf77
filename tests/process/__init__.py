"""The whole service in a process of its own, over real sockets."""
