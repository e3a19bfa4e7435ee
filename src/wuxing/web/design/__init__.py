"""The page of components: every component in every state, drawn with the product's own templates."""
