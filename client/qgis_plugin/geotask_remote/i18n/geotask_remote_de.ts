<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- SPDX-License-Identifier: GPL-2.0-or-later -->
<TS version="2.1" language="de">
  <context>
    <name>RemoteAlgorithm</name>
    <message>
      <source>This QGIS does not know values of the type {}: write one as qgis_process takes it.</source>
      <translation type="unfinished" />
    </message>
  </context>
  <context>
    <name>geotask_remote</name>
    <message>
      <source>Open folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remote jobs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelling {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Deleting {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Loading {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fetched {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Loaded {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} has made nothing that could be loaded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Job</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Server</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>State</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Progress</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Submitted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Took</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Buffer {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Submitted from</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Buffer by the field {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>waiting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>at work</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>being cancelled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>cancelled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>buffering</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>uniting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>preparing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>computing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>collecting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reason</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>this profile of QGIS</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>elsewhere</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Kept until</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} features, {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} of processor time, {} of memory</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} lines are no longer kept</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Refresh</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Load result</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Delete</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Servers …</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Search</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Only from this profile</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Log</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Details</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>There is no server yet: enter one with “Servers …”.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Not connected yet: press “Refresh” to see your jobs.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>with Python</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>without Python</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>HTTP/2 in pure Python</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Algorithms</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sources</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Limits</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Workers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Transport</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Connected to {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} jobs at work, {} waiting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>uploads of up to {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>jobs may run for {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>results are kept for {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Test of {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>No connection</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} layers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>TLS</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>without TLS</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} rasters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Credentials are not sent to {} in clear text: turn TLS on.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>QGIS could not give the credentials {} for {}: look at them in Options, Authentication.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} does not answer: {}. Is the address right, is the server running, and can it be reached from here?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The layer {} cannot be written: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Encrypt and check who the server is</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Certificates of authorities</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>those that this computer trusts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Test connection</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Address</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Certificates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Authentication</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Stopped.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Asking {} …</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>(without a name)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Add</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Remove</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Geotask servers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Ask servers for their algorithms</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Runs as {} on {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Incorrect parameter value for {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The layer {} cannot be sent: it is no file (its provider is {}). Save it as a file and add that to the project.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The raster {} cannot be read.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The file {} cannot be read: {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The server prepares the inputs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The algorithm runs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The server collects the outputs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The job {} did not succeed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} on {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The connection to {} broke and could not be made again ({}). Ask whether the server is running. If it still is, the job {} goes on: find it in the panel Remote jobs.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Cancelling {} on {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} is not known to {} any more: it was deleted, or the server was started anew. Run the algorithm again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Waiting for its turn</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: there is no layer {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: there is no file {}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: {} lies on the server, where nothing is selected. Take all features or give a filter.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>This algorithm works on the project, which the server gets as a file: save it first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{}: {} algorithms</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Algorithms of {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The list of algorithms cannot be kept: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fetching {} ({} features)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Fetching {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The output {} cannot be written: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} (QGIS {} on geotaskd)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} (not asked yet)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>{} refused: {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The server {} does not answer ({}). See that it runs and can be reached, then try again; “Test connection” in the settings of Remote servers tells more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sending {} ({} kB)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Reading {}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Sending {} ({} features)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>The server has {} already.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <source>Take a layer that lies on the server</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>
