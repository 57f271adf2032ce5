package to.clasp.p2p.internal.webrtc;

import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceServer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.TurnServer;

/** The library's form of our settings. */
final class Settings {
  private Settings() {}

  static RTCConfiguration of(P2pConfig config) {
    RTCConfiguration settings = new RTCConfiguration();
    for (String url : config.iceServers()) {
      RTCIceServer server = new RTCIceServer();
      server.urls.add(url);
      settings.iceServers.add(server);
    }
    for (TurnServer turn : config.turnServers()) {
      RTCIceServer server = new RTCIceServer();
      server.urls.add(turn.url());
      server.username = turn.username();
      server.password = turn.credential();
      settings.iceServers.add(server);
    }
    // Else each connection makes all others open more sockets, thousands with a few dozen peers.
    settings.portAllocatorConfig.setDisableTcp(true);
    settings.portAllocatorConfig.minPort = config.minPort();
    settings.portAllocatorConfig.maxPort = config.maxPort();
    return settings;
  }
}
