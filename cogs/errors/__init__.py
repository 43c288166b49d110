"""What goes wrong in front of a member: four doors, one reporter, one private sentence."""
