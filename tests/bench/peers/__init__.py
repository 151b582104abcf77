"""What others would use instead, in the same run: installed from PyPI and npm into var/peers when it is measured."""
