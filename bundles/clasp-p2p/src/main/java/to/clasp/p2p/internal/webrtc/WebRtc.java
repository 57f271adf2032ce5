package to.clasp.p2p.internal.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.p2p.P2pConfig;
import to.clasp.p2p.P2pException;
import to.clasp.p2p.P2pStatus;
import to.clasp.p2p.internal.link.Backlog;
import to.clasp.p2p.internal.link.Loop;
import to.clasp.p2p.internal.link.PeerLink;
import to.clasp.p2p.internal.link.PeerLinks;

/**
 * The native library with its one factory. A second factory would leak threads, and one that is
 * disposed while connections live takes the process down.
 */
public final class WebRtc implements PeerLinks, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WebRtc.class);

  /** Measured with webrtc-java 0.14.0 for connections that were open. */
  private static final long LEAK_BYTES = 75_000;

  /** Goes on counting when the library is loaded again: what leaked stays with the process. */
  private static final AtomicLong CREATED = new AtomicLong();

  /** Java tries to load it once for a class loader; after that it does not even say why not. */
  private static final AtomicReference<String> FAILURE = new AtomicReference<>("");

  private final Set<WebRtcLink> links = ConcurrentHashMap.newKeySet();
  private final Backlog inbound = Backlog.shared();
  private final String inactiveReason;
  private HeadlessAudioDeviceModule audio;
  private PeerConnectionFactory factory;
  private boolean closed;

  /** Loads the library. If that is not possible, one line of the log says why. */
  public WebRtc() {
    inactiveReason = load();
    if (!inactiveReason.isEmpty()) {
      LOG.warn("no direct connections, messages go through the router: {}", inactiveReason);
    }
  }

  private String load() {
    String before = FAILURE.get();
    if (!before.isEmpty()) {
      return before;
    }
    try {
      // Without this module the library looks for a sound card, and aborts the process without one.
      audio = new HeadlessAudioDeviceModule();
      factory = new PeerConnectionFactory(audio);
      return "";
    } catch (LinkageError e) {
      FAILURE.set(LoadFailure.explain(e));
      return FAILURE.get();
    } catch (RuntimeException e) {
      return LoadFailure.explain(e);
    }
  }

  @Override
  public String inactiveReason() {
    return inactiveReason;
  }

  @Override
  public synchronized PeerLink open(P2pConfig config, Loop loop, PeerLink.Listener listener) {
    if (closed || factory == null) {
      throw new P2pException(closed ? "the service has ended" : inactiveReason);
    }
    try {
      WebRtcLink link =
          new WebRtcLink(factory, config, loop, listener, inbound.part(), links::remove);
      CREATED.incrementAndGet();
      links.add(link);
      return link;
    } catch (RuntimeException | LinkageError e) {
      throw new P2pException("WebRTC makes no connection: " + e.getMessage());
    }
  }

  /**
   * How it stands.
   *
   * @return the state now
   */
  public P2pStatus status() {
    long created = CREATED.get();
    int open = links.size();
    return new P2pStatus(
        inactiveReason.isEmpty(), inactiveReason, open, created, (created - open) * LEAK_BYTES);
  }

  /** Ends all links and then the library's threads. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    links.forEach(WebRtcLink::close);
    if (factory != null) {
      factory.dispose();
    }
    if (audio != null) {
      audio.dispose();
    }
  }
}
