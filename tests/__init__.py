"""Facts about Doorstep, stated as small scenes."""
