"""Pictures: from any phone to a light, upright picture that tells only what one sees.

`pool` takes the bytes as sent and has `intake` work on them in a process of its own;
`store` keeps the result, private until a reviewer accepts. Faces and plates, more sizes
and other stores come between and beside these modules; none of them has to move.
"""
