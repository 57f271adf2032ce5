package to.clasp.p2p.internal;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.Registration;
import to.clasp.client.Subscription;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

/** The way through the router by a client. */
final class ClientSignalling implements Signalling {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSignalling.class);
  private static final String ANNOUNCE = "/clasp/p2p/announce";
  static final String SIGNAL = "/clasp/p2p/signal/";

  private final ClaspClient client;
  private List<Registration> registrations = List.of();
  private Subscription announcements;

  ClientSignalling(ClaspClient client) {
    this.client = client;
  }

  @Override
  public String sessionId() {
    return client.isConnected() ? client.sessionId() : null;
  }

  @Override
  public CompletionStage<Void> signal(String target, Value.Map payload) {
    return client.publish(Publish.of(SIGNAL + target, SignalType.EVENT, payload));
  }

  @Override
  public CompletionStage<Void> announce(Value.Map payload) {
    return client.publish(Publish.of(ANNOUNCE, SignalType.EVENT, payload));
  }

  @Override
  public void start(Listener listener) {
    registrations =
        List.of(
            client.onPublish(SIGNAL + "*", signal -> received(signal, listener)),
            client.onPublish(ANNOUNCE, announcement -> announced(announcement, listener)),
            client.onError(failure -> failed(failure, listener)),
            client.onDisconnect(reason -> listener.lost()),
            client.onConnect(() -> listener.connected(client.sessionId())));
    if (client.isConnected()) {
      listener.connected(client.sessionId());
    }
    // Asks the router; what comes is heard above.
    announcements = client.subscribe(ANNOUNCE, SubscriptionOptions.ALL, received -> {});
  }

  private void received(Publish signal, Listener listener) {
    // Another subscription of the client may bring signals to others.
    if (signal.address().equals(SIGNAL + client.sessionId())
        && signal.value() instanceof Value.Map payload) {
      listener.signal(payload);
    }
  }

  private static void announced(Publish announcement, Listener listener) {
    if (announcement.value() instanceof Value.Map payload) {
      listener.announced(payload);
    }
  }

  private static void failed(ClaspException failure, Listener listener) {
    String address = failure.address();
    if (failure.code() == ErrorCode.TARGET_NOT_FOUND.code()
        && address != null
        && address.startsWith(SIGNAL)) {
      listener.unreachable(address.substring(SIGNAL.length()));
    } else {
      // As the client does where nobody listens: this listener is not there for all errors.
      LOG.warn("{}", failure.getMessage());
    }
  }

  @Override
  public void close() {
    registrations.forEach(Registration::close);
    if (announcements != null) {
      announcements.close();
    }
  }
}
