"""The commands that belong to no lower package, one module each; rules live beside the folder."""
