"""What it takes to find competencies in free text: names as words, wording around them, rules for ambiguous names."""
