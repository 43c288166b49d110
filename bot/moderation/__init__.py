"""What a server allows in prompts. Pure rules without I/O."""
