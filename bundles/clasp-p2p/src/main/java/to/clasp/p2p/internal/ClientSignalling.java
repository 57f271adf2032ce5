package to.clasp.p2p.internal;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.Registration;
import to.clasp.client.Subscription;
import to.clasp.client.SubscriptionOptions;
import to.clasp.p2p.P2pException;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Value;

/**
 * The way through the router by a client. What is sent goes out on a thread of its own: a client
 * whose network does not keep up holds whoever sends, and direct connections are to go on then.
 */
final class ClientSignalling implements Signalling {
  private static final Logger LOG = LoggerFactory.getLogger(ClientSignalling.class);
  private static final String ANNOUNCE = "/clasp/p2p/announce";
  static final String SIGNAL = "/clasp/p2p/signal/";

  /** So much may come of what others announce while the network of the client does not keep up. */
  private static final int MOST_WAITING = 65_536;

  private static final long IDLE_SECONDS = 10;
  private static final long CLOSE_SECONDS = 6;

  private final ClaspClient client;
  private final ThreadPoolExecutor sender;
  private List<Registration> registrations = List.of();
  private Subscription announcements;

  ClientSignalling(ClaspClient client) {
    this.client = client;
    this.sender =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread thread = new Thread(task, "clasp-p2p signals " + client.sessionId());
              thread.setDaemon(true);
              return thread;
            });
    sender.allowCoreThreadTimeOut(true);
  }

  @Override
  public String sessionId() {
    return client.isConnected() ? client.sessionId() : null;
  }

  @Override
  public CompletionStage<Void> signal(String target, Value.Map payload) {
    return publish(SIGNAL + target, payload);
  }

  @Override
  public CompletionStage<Void> announce(Value.Map payload) {
    return publish(ANNOUNCE, payload);
  }

  private CompletionStage<Void> publish(String address, Value.Map payload) {
    Publish message = Publish.of(address, SignalType.EVENT, payload);
    CompletableFuture<Void> result = new CompletableFuture<>();
    try {
      sender.execute(() -> publish(message, result));
    } catch (RejectedExecutionException e) {
      String reason =
          sender.isShutdown() ? Gate.CLOSED : MOST_WAITING + " messages wait for the router";
      result.completeExceptionally(new P2pException(reason));
    }
    return result;
  }

  private void publish(Publish message, CompletableFuture<Void> result) {
    try {
      client
          .publish(message)
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  result.complete(null);
                } else {
                  result.completeExceptionally(failure);
                }
              });
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
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
    sender.shutdown();
    try {
      // The client may be closed next, and the last words are not said yet.
      if (!sender.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the router was not told everything before the end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
