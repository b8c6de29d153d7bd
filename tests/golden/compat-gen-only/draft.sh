# the body
