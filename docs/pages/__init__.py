"""The pages of the documentation that are written by the library itself when the site is built."""
