"""The desk (方案编制): a plan written from its original, checked, tried, sent to a second officer and approved."""
