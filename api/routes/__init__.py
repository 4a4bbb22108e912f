"""What can be asked over HTTP. A route parses, calls one use case of the desk, returns."""
