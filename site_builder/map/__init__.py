"""The public map: Folium with scripts of our own, and the one data file that it draws."""
