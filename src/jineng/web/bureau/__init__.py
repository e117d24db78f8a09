"""The officer's desk: hand in a workbook, see its problems or what it comes to, take the papers along."""
