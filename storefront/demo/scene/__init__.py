"""Product photography without a camera: each scene takes the drawing and shows it as the thing one gets in the post."""
