"""The pages where a person decides, finding by finding: in a browser on this machine, or in a terminal."""
