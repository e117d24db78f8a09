"""The officers' workbook: records read in, results, forms and templates written out."""
