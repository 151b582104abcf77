"""Facts about honest windows."""
