"""How Thai offices write dates, digits, identity numbers and places. Pure values in and out."""
