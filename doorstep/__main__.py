"""`python -m doorstep`: the same as the `doorstep` command."""

from doorstep.command import main

main()
