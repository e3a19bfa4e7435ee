"""Installed base (装机档案): units as a graph of parts, places, owners and successors, each tie with its dates."""
