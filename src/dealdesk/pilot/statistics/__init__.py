"""The statistics of pilots: each file one method, pure, with the source of its formula."""
