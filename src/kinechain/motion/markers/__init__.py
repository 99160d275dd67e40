"""Which marker is where on the body, what is wrong with it, and which way the person walks."""
