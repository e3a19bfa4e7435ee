"""The demo's certification body: people, clients, and three years of cases, all through the actions of the product."""
