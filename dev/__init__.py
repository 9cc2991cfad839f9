"""What developers run through make. Nothing of the product is here."""
