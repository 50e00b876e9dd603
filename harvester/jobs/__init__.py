"""Work over a whole collection: reading kept pages anew, and harvesting archives."""
