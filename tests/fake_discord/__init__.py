"""A Discord on the loopback interface: gateway and HTTP, for the real client and for the whole program."""
