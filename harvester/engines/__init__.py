"""Where the parts of a big job run: in this process, or in several of this machine."""
