package to.clasp.client.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.client.Subscription;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Features;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.Frame;

/** A subscription over all sessions. Fields that are not final are guarded by the {@link Turn}. */
final class ClientSubscription implements Subscription {
  private final long id;
  private final AddressPattern pattern;
  private final Features types;
  private final Frame frame;
  private final Mailbox<Received> mailbox;
  private final Consumer<ClientSubscription> closer;
  private final Consumer<ClaspException> atEnd;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  /** Number of the session in which it was sent last. */
  private int session;

  /** Whether a router has ever taken it. */
  private boolean established;

  /** What was told since it was sent, until its snapshot is complete; else null. */
  private Map<String, Long> told;

  ClientSubscription(
      long id,
      AddressPattern pattern,
      SubscriptionOptions options,
      Mailbox<Received> mailbox,
      Consumer<ClientSubscription> closer,
      Consumer<ClaspException> atEnd) {
    this.id = id;
    this.pattern = pattern;
    this.types = options.types();
    this.mailbox = mailbox;
    this.closer = closer;
    this.atEnd = atEnd;
    this.frame =
        Frame.wrap(FrameCodec.encode(new Subscribe(id, pattern.text(), types, options.wishes())));
  }

  long id() {
    return id;
  }

  Frame frame() {
    return frame;
  }

  Mailbox<Received> mailbox() {
    return mailbox;
  }

  boolean matches(String address) {
    return pattern.matches(address);
  }

  @Override
  public String pattern() {
    return pattern.text();
  }

  @Override
  public CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** Not under the lock. */
  void settle(Throwable failure) {
    if (failure == null) {
      ready.complete(null);
    } else {
      ready.completeExceptionally(failure);
    }
  }

  @Override
  public long dropped() {
    return mailbox.dropped();
  }

  @Override
  public void close() {
    closer.accept(this);
  }

  /** Nothing follows: it was refused, or the client is closed (null). Not under the lock. */
  void ended(ClaspException refusal) {
    mailbox.finish(() -> atEnd.accept(refusal));
  }

  boolean isSentIn(int number) {
    return session == number;
  }

  void sent(int number) {
    session = number;
    told = new HashMap<>();
  }

  void taken() {
    established = true;
    told = null;
  }

  boolean isEstablished() {
    return established;
  }

  private boolean wants(SignalType type) {
    return types.isEmpty() || types.contains(type);
  }

  /** Whether a param that was written just now is for it. */
  boolean takesLive(String address, long revision) {
    if (!wants(SignalType.PARAM)) {
      return false;
    }
    if (told != null && told.size() < ParamCache.MOST) {
      told.put(address, revision);
    }
    return true;
  }

  /**
   * Whether a param of a snapshot is for it: each one of its own snapshot, but after a reconnect
   * only what has changed; of another's only what is news.
   */
  boolean takesSnapshot(String address, long revision, boolean news, boolean changed) {
    if (!wants(SignalType.PARAM)) {
      return false;
    }
    if (told == null) {
      return news;
    }
    return (!established || changed) && told.putIfAbsent(address, revision) == null;
  }

  boolean takes(SignalType type) {
    return wants(type);
  }
}
