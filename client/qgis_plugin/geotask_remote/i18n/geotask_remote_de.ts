<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- SPDX-License-Identifier: GPL-2.0-or-later -->
<TS version="2.1" language="de">
  <context>
    <name>geotask_remote</name>
    <message>
      <source>Open folder</source>
      <translation>Ordner öffnen</translation>
    </message>
    <message>
      <source>Remote jobs</source>
      <translation>Entfernte Aufträge</translation>
    </message>
    <message>
      <source>Cancelling {}</source>
      <translation>{} wird abgebrochen</translation>
    </message>
    <message>
      <source>Deleting {}</source>
      <translation>{} wird gelöscht</translation>
    </message>
    <message>
      <source>Loading {}</source>
      <translation>{} wird geladen</translation>
    </message>
    <message>
      <source>Fetched {}</source>
      <translation>{} wurde geholt</translation>
    </message>
    <message>
      <source>Loaded {}</source>
      <translation>{} wurde geladen</translation>
    </message>
    <message>
      <source>{} has made nothing that could be loaded</source>
      <translation>{} hat nichts ergeben, was geladen werden könnte</translation>
    </message>
    <message>
      <source>Job</source>
      <translation>Auftrag</translation>
    </message>
    <message>
      <source>Server</source>
      <translation>Server</translation>
    </message>
    <message>
      <source>State</source>
      <translation>Zustand</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
    <message>
      <source>Submitted</source>
      <translation>Eingereicht</translation>
    </message>
    <message>
      <source>Took</source>
      <translation>Dauer</translation>
    </message>
    <message>
      <source>this profile of QGIS</source>
      <translation>diesem QGIS-Profil</translation>
    </message>
    <message>
      <source>elsewhere</source>
      <translation>anderswo</translation>
    </message>
    <message>
      <source>Buffer {}</source>
      <translation>Puffer {}</translation>
    </message>
    <message>
      <source>Submitted from</source>
      <translation>Eingereicht von</translation>
    </message>
    <message>
      <source>Buffer by the field {}</source>
      <translation>Puffer nach dem Feld {}</translation>
    </message>
    <message>
      <source>waiting</source>
      <translation>wartet</translation>
    </message>
    <message>
      <source>at work</source>
      <translation>läuft</translation>
    </message>
    <message>
      <source>being cancelled</source>
      <translation>wird abgebrochen</translation>
    </message>
    <message>
      <source>done</source>
      <translation>fertig</translation>
    </message>
    <message>
      <source>failed</source>
      <translation>gescheitert</translation>
    </message>
    <message>
      <source>cancelled</source>
      <translation>abgebrochen</translation>
    </message>
    <message>
      <source>preparing</source>
      <translation>bereitet vor</translation>
    </message>
    <message>
      <source>buffering</source>
      <translation>puffert</translation>
    </message>
    <message>
      <source>uniting</source>
      <translation>vereinigt</translation>
    </message>
    <message>
      <source>collecting</source>
      <translation>sammelt ein</translation>
    </message>
    <message>
      <source>computing</source>
      <translation>rechnet</translation>
    </message>
    <message>
      <source>Reason</source>
      <translation>Grund</translation>
    </message>
    <message>
      <source>Kept until</source>
      <translation>Aufbewahrt bis</translation>
    </message>
    <message>
      <source>{} features, {}</source>
      <translation>{} Objekte, {}</translation>
    </message>
    <message>
      <source>{} of processor time, {} of memory</source>
      <translation>{} Rechenzeit, {} Speicher</translation>
    </message>
    <message>
      <source>{} lines are no longer kept</source>
      <translation>{} Zeilen sind nicht mehr da</translation>
    </message>
    <message>
      <source>Done.</source>
      <translation>Fertig.</translation>
    </message>
    <message>
      <source>Trying again.</source>
      <translation>Neuer Versuch folgt.</translation>
    </message>
    <message>
      <source>Refresh</source>
      <translation>Aktualisieren</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Load result</source>
      <translation>Ergebnis laden</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <source>Servers …</source>
      <translation>Server …</translation>
    </message>
    <message>
      <source>Search</source>
      <translation>Suchen</translation>
    </message>
    <message>
      <source>Only from this profile</source>
      <translation>Nur aus diesem Profil</translation>
    </message>
    <message>
      <source>Log</source>
      <translation>Protokoll</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>Einzelheiten</translation>
    </message>
    <message>
      <source>There is no server yet: enter one with “Servers …”.</source>
      <translation>Es gibt noch keinen Server: Tragen Sie mit „Server …“ einen ein.</translation>
    </message>
    <message>
      <source>Not connected yet: press “Refresh” to see your jobs.</source>
      <translation>Noch nicht verbunden: „Aktualisieren“ zeigt Ihre Aufträge.</translation>
    </message>
    <message>
      <source>with Python</source>
      <translation>mit Python</translation>
    </message>
    <message>
      <source>without Python</source>
      <translation>ohne Python</translation>
    </message>
    <message>
      <source>HTTP/2 in pure Python</source>
      <translation>HTTP/2 in reinem Python</translation>
    </message>
    <message>
      <source>Algorithms</source>
      <translation>Algorithmen</translation>
    </message>
    <message>
      <source>Sources</source>
      <translation>Quellen</translation>
    </message>
    <message>
      <source>Limits</source>
      <translation>Grenzen</translation>
    </message>
    <message>
      <source>Workers</source>
      <translation>Arbeitsprozesse</translation>
    </message>
    <message>
      <source>Transport</source>
      <translation>Übertragung</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>Connected to {}</source>
      <translation>Verbunden mit {}</translation>
    </message>
    <message>
      <source>{} jobs at work, {} waiting</source>
      <translation>{} Aufträge zugleich, {} in der Schlange</translation>
    </message>
    <message>
      <source>uploads of up to {}</source>
      <translation>Uploads bis {}</translation>
    </message>
    <message>
      <source>jobs may run for {}</source>
      <translation>Aufträge dürfen {} laufen</translation>
    </message>
    <message>
      <source>results are kept for {}</source>
      <translation>Ergebnisse bleiben {} liegen</translation>
    </message>
    <message>
      <source>Test of {}</source>
      <translation>Test von {}</translation>
    </message>
    <message>
      <source>Is the address right, is the server running, and can it be reached from here?</source>
      <translation>Stimmt die Adresse, läuft der Server, und ist er von hier zu erreichen?</translation>
    </message>
    <message>
      <source>{} layers</source>
      <translation>{} Layer</translation>
    </message>
    <message>
      <source>TLS</source>
      <translation>TLS</translation>
    </message>
    <message>
      <source>without TLS</source>
      <translation>ohne TLS</translation>
    </message>
    <message>
      <source>No connection</source>
      <translation>Keine Verbindung</translation>
    </message>
    <message>
      <source>{} rasters</source>
      <translation>{} Raster</translation>
    </message>
    <message>
      <source>Credentials are not sent to {} in clear text: turn TLS on.</source>
      <translation>Zugangsdaten werden nicht im Klartext an {} geschickt: Schalten Sie TLS ein.</translation>
    </message>
    <message>
      <source>QGIS could not give the credentials {} for {}: look at them in Options, Authentication.</source>
      <translation>QGIS konnte die Zugangsdaten {} für {} nicht geben: Sehen Sie in den Optionen unter Authentifizierung nach.</translation>
    </message>
    <message>
      <source>{} does not answer: {}.</source>
      <translation>{} antwortet nicht: {}.</translation>
    </message>
    <message>
      <source>The layer {} cannot be written: {}</source>
      <translation>Der Layer {} kann nicht geschrieben werden: {}</translation>
    </message>
    <message>
      <source>Encrypt and check who the server is</source>
      <translation>Verschlüsseln und prüfen, wer der Server ist</translation>
    </message>
    <message>
      <source>Certificates of authorities</source>
      <translation>Zertifikate von Zertifizierungsstellen</translation>
    </message>
    <message>
      <source>those that this computer trusts</source>
      <translation>die, denen dieser Rechner vertraut</translation>
    </message>
    <message>
      <source>Test connection</source>
      <translation>Verbindung testen</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>Address</source>
      <translation>Adresse</translation>
    </message>
    <message>
      <source>Certificates</source>
      <translation>Zertifikate</translation>
    </message>
    <message>
      <source>Authentication</source>
      <translation>Authentifizierung</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Stopped.</source>
      <translation>Angehalten.</translation>
    </message>
    <message>
      <source>Asking {} …</source>
      <translation>{} wird gefragt …</translation>
    </message>
    <message>
      <source>(without a name)</source>
      <translation>(ohne Namen)</translation>
    </message>
    <message>
      <source>Add</source>
      <translation>Hinzufügen</translation>
    </message>
    <message>
      <source>Remove</source>
      <translation>Entfernen</translation>
    </message>
    <message>
      <source>Geotask servers</source>
      <translation>Geotask-Server</translation>
    </message>
    <message>
      <source>Ask servers for their algorithms</source>
      <translation>Server nach ihren Algorithmen fragen</translation>
    </message>
    <message>
      <source>Runs as {} on {}.</source>
      <translation>Läuft als {} auf {}.</translation>
    </message>
    <message>
      <source>Incorrect parameter value for {}</source>
      <translation>Falscher Parameterwert für {}</translation>
    </message>
    <message>
      <source>The layer {} cannot be sent: it is no file (its provider is {}). Save it as a file and add that to the project.</source>
      <translation>Der Layer {} kann nicht geschickt werden: Er ist keine Datei (sein Datenanbieter ist {}). Speichern Sie ihn als Datei und fügen Sie diese dem Projekt hinzu.</translation>
    </message>
    <message>
      <source>The raster {} cannot be read.</source>
      <translation>Das Raster {} kann nicht gelesen werden.</translation>
    </message>
    <message>
      <source>The file {} cannot be read: {}.</source>
      <translation>Die Datei {} kann nicht gelesen werden: {}.</translation>
    </message>
    <message>
      <source>The server prepares the inputs</source>
      <translation>Der Server bereitet die Eingaben vor</translation>
    </message>
    <message>
      <source>The algorithm runs</source>
      <translation>Der Algorithmus läuft</translation>
    </message>
    <message>
      <source>The server collects the outputs</source>
      <translation>Der Server sammelt die Ausgaben ein</translation>
    </message>
    <message>
      <source>The job {} did not succeed.</source>
      <translation>Der Auftrag {} ist nicht gelungen.</translation>
    </message>
    <message>
      <source>{} on {}</source>
      <translation>{} auf {}</translation>
    </message>
    <message>
      <source>The connection to {} broke and could not be made again ({}). See whether the server is running. If it is, the job {} goes on: find it in the panel Remote jobs.</source>
      <translation>Die Verbindung zu {} ist abgerissen und kam nicht wieder zustande ({}). Sehen Sie nach, ob der Server läuft. Wenn ja, geht der Auftrag {} weiter: Sie finden ihn im Bedienfeld Entfernte Aufträge.</translation>
    </message>
    <message>
      <source>Cancelling {} on {}</source>
      <translation>{} auf {} wird abgebrochen</translation>
    </message>
    <message>
      <source>{} is not known to {} any more: it was deleted, or the server was started anew. Run the algorithm again.</source>
      <translation>{} ist {} nicht mehr bekannt: Er wurde gelöscht, oder der Server wurde neu gestartet. Führen Sie den Algorithmus noch einmal aus.</translation>
    </message>
    <message>
      <source>Waiting for its turn</source>
      <translation>Wartet, bis er an der Reihe ist</translation>
    </message>
    <message>
      <source>{}: there is no layer {}.</source>
      <translation>{}: Es gibt keinen Layer {}.</translation>
    </message>
    <message>
      <source>{}: there is no file {}.</source>
      <translation>{}: Es gibt keine Datei {}.</translation>
    </message>
    <message>
      <source>{}: {} lies on the server, where nothing is selected. Take all features or give a filter.</source>
      <translation>{}: {} liegt auf dem Server, wo nichts ausgewählt ist. Nehmen Sie alle Objekte oder geben Sie einen Filter an.</translation>
    </message>
    <message>
      <source>This QGIS does not know values of the type {}: write one as qgis_process takes it.</source>
      <translation>Dieses QGIS kennt keine Werte vom Typ {}: Schreiben Sie einen, wie ihn qgis_process nimmt.</translation>
    </message>
    <message>
      <source>This algorithm works on the project, which the server gets as a file: save it first.</source>
      <translation>Dieser Algorithmus arbeitet mit dem Projekt, das der Server als Datei bekommt: Speichern Sie es zuerst.</translation>
    </message>
    <message>
      <source>{}: {} algorithms</source>
      <translation>{}: {} Algorithmen</translation>
    </message>
    <message>
      <source>Algorithms of {}</source>
      <translation>Algorithmen von {}</translation>
    </message>
    <message>
      <source>The list of algorithms cannot be kept: {}</source>
      <translation>Die Liste der Algorithmen kann nicht aufbewahrt werden: {}</translation>
    </message>
    <message>
      <source>Fetching {} ({} features)</source>
      <translation>{} wird geholt ({} Objekte)</translation>
    </message>
    <message>
      <source>Fetching {}</source>
      <translation>{} wird geholt</translation>
    </message>
    <message>
      <source>The output {} cannot be written: {}</source>
      <translation>Die Ausgabe {} kann nicht geschrieben werden: {}</translation>
    </message>
    <message>
      <source>{} (QGIS {} on geotaskd)</source>
      <translation>{} (QGIS {} auf geotaskd)</translation>
    </message>
    <message>
      <source>{} (not asked yet)</source>
      <translation>{} (noch nicht gefragt)</translation>
    </message>
    <message>
      <source>See that the server runs and can be reached from here: Servers … in the menu Plugins, Geotask Remote, tests the connection.</source>
      <translation>Sehen Sie nach, ob der Server läuft und von hier zu erreichen ist: Server … im Menü Erweiterungen, Geotask Remote, testet die Verbindung.</translation>
    </message>
    <message>
      <source>Sending {} ({} kB)</source>
      <translation>{} wird geschickt ({} kB)</translation>
    </message>
    <message>
      <source>Reading {}</source>
      <translation>{} wird gelesen</translation>
    </message>
    <message>
      <source>Sending {} ({} features)</source>
      <translation>{} wird geschickt ({} Objekte)</translation>
    </message>
    <message>
      <source>The server has {} already.</source>
      <translation>Der Server hat {} schon.</translation>
    </message>
    <message>
      <source>Take a layer that lies on the server</source>
      <translation>Einen Layer nehmen, der auf dem Server liegt</translation>
    </message>
  </context>
</TS>
