# SPDX-License-Identifier: GPL-2.0-or-later
"""What people work with, and the rows that travel: GeoDataFrame, GeoSeries, shapely, GeoJSON-like
dicts and WKB in and out.

    table.py     rows as columns, to and from the messages
    values.py    Python values to and from attributes
    columns.py   columns of pandas to and from attributes
    wkb.py       what a WKB says of itself; ISO from what shapely writes
    shapes.py    shapely to and from WKB, many at a time
    geojson.py   GeoJSON-like dicts
    crs.py       coordinate reference systems as text
    layer.py     an input of any kind, made ready
    output.py    rows in the kind that is asked for
"""
