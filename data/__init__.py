"""What a site is, what makes it valid and where it is kept. Imports no sibling package."""
