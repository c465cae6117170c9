"""Files about people, one kind a module, each read as a profile with what was not understood."""
