# SPDX-License-Identifier: GPL-2.0-or-later
"""The algorithms of servers in QGIS's Processing: one provider a server.

    providers = Providers(open_client)         # open_client(server id) -> geotask.client.Client
    providers.set_servers([(id, name, address), ...])
    providers.refresh(server_id)               # asks in the background what it offers

Nothing but refresh() and a running algorithm touches the network.
"""
