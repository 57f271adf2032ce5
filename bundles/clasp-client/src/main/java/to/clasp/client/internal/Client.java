package to.clasp.client.internal;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import to.clasp.client.BundleContent;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.Received;
import to.clasp.client.Registration;
import to.clasp.client.SetOptions;
import to.clasp.client.Subscription;
import to.clasp.client.SubscriptionOptions;
import to.clasp.protocol.Address;
import to.clasp.protocol.AddressPattern;
import to.clasp.protocol.Announce;
import to.clasp.protocol.ClockSync;
import to.clasp.protocol.Get;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Query;
import to.clasp.protocol.Samples;
import to.clasp.protocol.Set;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Timeline;
import to.clasp.protocol.Value;
import to.clasp.protocol.codec.FrameCodec;
import to.clasp.transport.Frame;

/** Makes messages of what the application calls. */
final class Client implements ClaspClient {
  private static final long CLOSE_SECONDS = 2;

  private final Engine engine;
  private final Receivers receivers;

  Client(Engine engine) {
    this.engine = engine;
    this.receivers = new Receivers(engine);
  }

  private static Frame frame(Message message) {
    return Frame.wrap(FrameCodec.encode(message));
  }

  private <T> CompletableFuture<T> submit(Call<T> call) {
    return engine.calls().submit(call);
  }

  @Override
  public CompletableFuture<Long> set(String address, Object value) {
    return set(address, value, SetOptions.NONE);
  }

  @Override
  public CompletableFuture<Long> set(String address, Object value, SetOptions options) {
    Set set = BundleBuilder.message(address, value, options);
    Frame frame = frame(set);
    SetCall call = new SetCall(set, frame, engine.nextDeadline());
    if (engine.locks().calling(set)) {
      call.undo = () -> engine.locks().failed(set);
    }
    return submit(call);
  }

  @Override
  public CompletableFuture<Long> setLocked(String address, Object value) {
    return set(address, value, SetOptions.LOCK);
  }

  @Override
  public CompletableFuture<Long> unlock(String address) {
    Value last = engine.locks().lastValue(address);
    if (last == null) {
      String text = "unlocking SET " + address + ": this client has no lock there";
      return CompletableFuture.failedFuture(new ClaspException(0, text, address, null));
    }
    return set(address, last, SetOptions.UNLOCK);
  }

  @Override
  public CompletableFuture<Received> get(String address) {
    Address.check(address);
    return submit(new GetCall(address, frame(new Get(address)), engine.nextDeadline()))
        .thenApply(entry -> Subscriptions.param(address, entry.value(), entry.revision(), true));
  }

  @Override
  public <T> CompletableFuture<T> get(String address, Class<T> type) {
    return get(address).thenApply(received -> received.as(type));
  }

  @Override
  public Optional<Received> cached(String address) {
    ParamCache.Param param = engine.cache().get(address);
    return param == null
        ? Optional.empty()
        : Optional.of(Subscriptions.param(address, param.value(), param.revision(), true));
  }

  @Override
  public Subscription subscribe(
      String pattern, SubscriptionOptions options, Consumer<Received> callback) {
    return receivers.subscribe(AddressPattern.parse(pattern), options, callback);
  }

  @Override
  public Flow.Publisher<Received> publisher(String pattern, SubscriptionOptions options) {
    AddressPattern parsed = AddressPattern.parse(pattern);
    return subscriber -> receivers.subscribe(parsed, options, subscriber);
  }

  @Override
  public CompletableFuture<Void> emit(String address, Object value) {
    return publish(Publish.of(address, SignalType.EVENT, Values.of(value)));
  }

  @Override
  public CompletableFuture<Void> stream(String address, Object value) {
    return publish(Publish.of(address, SignalType.STREAM, Values.of(value)));
  }

  @Override
  public CompletableFuture<Void> stream(String address, double[] samples, long rateHz) {
    return publish(
        new Publish(
            address,
            SignalType.STREAM,
            Phase.START,
            null,
            Samples.of(samples),
            now(),
            null,
            rateHz));
  }

  @Override
  public CompletableFuture<Void> gesture(String address, long id, Phase phase, Object value) {
    return publish(
        new Publish(address, SignalType.GESTURE, phase, Values.of(value), null, now(), id, null));
  }

  @Override
  public CompletableFuture<Void> timeline(String address, Timeline timeline) {
    return publish(Publish.of(address, SignalType.TIMELINE, timeline.toValue()));
  }

  @Override
  public CompletableFuture<Void> publish(Publish message) {
    Address.check(message.address());
    SignalType type = message.signal() == null ? SignalType.EVENT : message.signal();
    return submit(new OneWayCall(type, message.address(), frame(message), engine.nextDeadline()));
  }

  @Override
  public Registration onPublish(String pattern, Consumer<Publish> callback) {
    return receivers.onPublish(AddressPattern.parse(pattern), callback);
  }

  @Override
  public CompletableFuture<Long> bundle(Consumer<BundleContent> content) {
    return bundle(null, content);
  }

  @Override
  public CompletableFuture<Long> bundleAt(long timeMicros, Consumer<BundleContent> content) {
    if (timeMicros < 0) {
      throw new IllegalArgumentException("timeMicros " + timeMicros + " is negative");
    }
    return bundle(timeMicros, content);
  }

  private CompletableFuture<Long> bundle(Long time, Consumer<BundleContent> content) {
    BundleBuilder builder = new BundleBuilder();
    content.accept(builder);
    to.clasp.protocol.Bundle bundle = builder.build(time);
    return submit(new BundleCall(bundle, frame(bundle), engine.nextDeadline()));
  }

  @Override
  public CompletableFuture<Void> announce(String namespace, List<Signal> signals) {
    return submit(AnnounceCall.of(new Announce(namespace, signals), engine.nextDeadline()));
  }

  @Override
  public CompletableFuture<List<Signal>> query(String pattern) {
    AddressPattern.parse(pattern);
    return submit(new QueryCall(pattern, frame(new Query(pattern)), engine.nextDeadline()));
  }

  @Override
  public ClockSync time() {
    return engine.clock().known();
  }

  @Override
  public long now() {
    return time().toRemote(SyncClock.localMicros());
  }

  @Override
  public boolean isConnected() {
    return engine.isUp();
  }

  @Override
  public String sessionId() {
    return engine.welcome().session();
  }

  @Override
  public URI endpoint() {
    return engine.endpoint();
  }

  @Override
  public String serverName() {
    return engine.welcome().name();
  }

  @Override
  public Registration onConnect(Runnable callback) {
    return engine.listeners().onConnect(callback);
  }

  @Override
  public Registration onDisconnect(Consumer<ClaspException> callback) {
    return engine.listeners().onDisconnect(callback);
  }

  @Override
  public Registration onError(Consumer<ClaspException> callback) {
    return engine.listeners().onError(callback);
  }

  @Override
  public Registration onResync(Runnable callback) {
    return engine.listeners().onResync(callback);
  }

  @Override
  public CompletableFuture<ClaspException> closed() {
    return engine.closed().copy();
  }

  @Override
  public void close() {
    engine.close();
    Session session = engine.current();
    if (Mailbox.isDelivering() || session != null && session.isOnLoop()) {
      return;
    }
    try {
      engine.closed().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException slow) {
      // the peer does not take what is on its way to it; the transport cuts it off
    }
  }
}
