package to.clasp.p2p.internal;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.client.ClaspClient;
import to.clasp.p2p.LocalPeer;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.P2pStatus;
import to.clasp.p2p.PeerToPeer;
import to.clasp.p2p.internal.webrtc.WebRtc;

/** The service. Holds the native library from its activation to its end. */
@Component(immediate = true, configurationPid = PeerToPeerService.PID)
@Designate(ocd = PeerToPeerConfig.class)
public final class PeerToPeerService implements PeerToPeer {
  /** PID of the configuration. */
  public static final String PID = "to.clasp.p2p";

  private static final Logger LOG = LoggerFactory.getLogger(PeerToPeerService.class);

  private final Attaching attaching;

  /**
   * Loads the native library.
   *
   * @param config the settings of peers that state none
   * @throws IllegalArgumentException if the configuration is wrong; names the key
   */
  @Activate
  public PeerToPeerService(PeerToPeerConfig config) {
    P2pConfig defaults = Defaults.of(config);
    attaching = new Attaching(WebRtc::new);
    attaching.defaults(defaults);
  }

  /**
   * Takes other settings for peers that are made from now on.
   *
   * @param config the settings; if they are wrong, the old ones stay
   */
  @Modified
  void modified(PeerToPeerConfig config) {
    try {
      attaching.defaults(Defaults.of(config));
    } catch (IllegalArgumentException e) {
      LOG.error("configuration not taken: {}", e.getMessage());
    }
  }

  @Deactivate
  void close() {
    attaching.close();
  }

  @Override
  public LocalPeer attach(ClaspClient client, P2pConfig config) {
    return attaching.attach(client, config);
  }

  @Override
  public P2pConfig defaults() {
    return attaching.defaults();
  }

  @Override
  public P2pStatus status() {
    return attaching.status();
  }
}
