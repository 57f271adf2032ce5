package to.clasp.client;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import to.clasp.protocol.ClockSync;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Signal;
import to.clasp.protocol.Timeline;

/**
 * A session with a router that finds its way back when the connection is lost.
 *
 * <p><b>Values</b> are what Java has: null, Boolean, any Number, String, byte[], List and Map of
 * such, arrays of numbers, a {@link to.clasp.protocol.Value}, and with Jackson on the class path
 * any record or other class it can write. A byte, short, int or long travels as integer, a float or
 * double as float. Other values are refused with an {@link IllegalArgumentException}, an invalid
 * address or pattern, or a value that does not fit a frame, with a {@link
 * to.clasp.protocol.ProtocolException}; both are thrown by the call itself.
 *
 * <p><b>Futures</b> complete in the order of the calls where these are about one address, at the
 * latest after {@link ClaspBuilder#callDeadline}, and fail with a {@link ClaspException}. They
 * complete on the event loop of the connection, or on a thread of the client when they are late or
 * there is no connection: what depends on them and may block belongs into an {@code Async} method
 * of the future.
 *
 * <p><b>Calls do not block</b>, with one exception: when 32 MiB of calls wait for the network or
 * for answers, a call waits until there is room again, at most {@link ClaspBuilder#callDeadline},
 * and then fails. On the event loop of the connection it fails at once.
 */
@ProviderType
public interface ClaspClient extends AutoCloseable {

  /**
   * Connects with default settings, outside of OSGi.
   *
   * @param endpoints where to connect, in order of preference, such as {@code ws://localhost:7330}
   * @return a connected client
   * @throws ClaspException if none could be reached; the message says why
   * @throws IllegalStateException inside an OSGi framework, where {@link ClaspClients} is a service
   */
  static ClaspClient connect(String... endpoints) {
    return builder(endpoints).connect();
  }

  /**
   * Begins to describe a client, outside of OSGi.
   *
   * @param endpoints where to connect, in order of preference
   * @return a builder with default settings
   * @throws IllegalStateException inside an OSGi framework, where {@link ClaspClients} is a service
   */
  static ClaspBuilder builder(String... endpoints) {
    return ClaspClients.ofProcess().builder(endpoints);
  }

  /**
   * Writes a param. If the connection is lost before the router has confirmed it, it is sent again,
   * unless the param was written by another client since.
   *
   * @param address address of the param
   * @param value the new value; may be null
   * @return completes with the param's new revision, or with 0 if the router did not tell it
   */
  CompletableFuture<Long> set(String address, Object value);

  /**
   * Writes a param under conditions.
   *
   * @param address address of the param
   * @param value the new value; may be null
   * @param options the conditions
   * @return as {@link #set(String, Object)}; fails with code 400 if the revision is another one,
   *     and 401 (reference routers: 400) if another client holds the lock
   */
  CompletableFuture<Long> set(String address, Object value, SetOptions options);

  /**
   * Writes a param and holds its lock, until {@link #unlock} or the end of this client. A lock is
   * asked for again after the connection was lost; {@link #onError} tells if another client has got
   * it meanwhile.
   *
   * @param address address of the param
   * @param value the new value; may be null
   * @return as {@link #set(String, Object, SetOptions)}
   */
  CompletableFuture<Long> setLocked(String address, Object value);

  /**
   * Gives a lock back and leaves the param as this client wrote it last.
   *
   * @param address address of the param
   * @return completes with the revision; fails if this client did not ask for the lock
   */
  CompletableFuture<Long> unlock(String address);

  /**
   * Asks the router for a param.
   *
   * @param address its exact address
   * @return completes with value and revision; fails with code 201 if there is no such param
   */
  CompletableFuture<Received> get(String address);

  /**
   * Asks the router for the value of a param.
   *
   * @param address its exact address
   * @param type what to make of the value, see {@link Received#as}
   * @param <T> that type
   * @return completes with the value, which may be null
   */
  <T> CompletableFuture<T> get(String address, Class<T> type);

  /**
   * The value of a param as it was last seen, without asking: in the state sent first, by a
   * subscription, by {@link #get}, or written by this client and confirmed. It may be out of date
   * if no subscription covers it. At most 100 000 params are kept.
   *
   * @param address its exact address
   * @return the value and revision, or empty if none was seen
   */
  Optional<Received> cached(String address);

  /**
   * Listens to signals, params included. The current params come first.
   *
   * @param pattern address pattern, such as {@code /lights/**}
   * @param callback gets address and value
   * @return the subscription; its {@link Subscription#ready} tells whether the router has taken it
   */
  default Subscription on(String pattern, BiConsumer<String, Object> callback) {
    requireNonNull(callback, "callback");
    return subscribe(
        pattern,
        SubscriptionOptions.ALL,
        received -> callback.accept(received.address(), received.value()));
  }

  /**
   * Listens to signals whose values are of one type. A value that is not is told to {@link
   * #onError} and not to the callback.
   *
   * @param pattern address pattern
   * @param type what to make of the values, see {@link Received#as}
   * @param callback gets address and value
   * @param <T> that type
   * @return the subscription
   */
  default <T> Subscription on(String pattern, Class<T> type, BiConsumer<String, T> callback) {
    requireNonNull(type, "type");
    requireNonNull(callback, "callback");
    return subscribe(
        pattern,
        SubscriptionOptions.ALL,
        received -> callback.accept(received.address(), received.as(type)));
  }

  /**
   * Listens to signals.
   *
   * <p>The callbacks of a subscription run one after the other in the order in which the messages
   * came. An exception out of one is told to {@link #onError} and harms nothing. While they are
   * slower than the messages, at most 10 000 wait: of a param, and likewise of a stream and the
   * moves of a gesture, the newest value takes the place of the one that waits; of other messages
   * beyond the bound the newest is dropped, counted, and told to {@link #onError} at most every 10
   * s.
   *
   * @param pattern address pattern
   * @param options types, rate, precision, history and window
   * @param callback gets everything, never at the same time
   * @return the subscription
   */
  Subscription subscribe(String pattern, SubscriptionOptions options, Consumer<Received> callback);

  /**
   * A subscription for each subscriber, who gets what it asks for, in the order in which it came.
   * What it has not asked for waits and is dropped as in {@link #subscribe}.
   *
   * @param pattern address pattern
   * @param options types, rate, precision, history and window
   * @return a publisher; it completes when the client is closed, and fails if the router refuses
   *     the subscription
   */
  Flow.Publisher<Received> publisher(String pattern, SubscriptionOptions options);

  /**
   * Publishes an event.
   *
   * @param address address of the event
   * @param value its value; may be null
   * @return completes when it was handed to the connection, since events are not confirmed; fails
   *     without a connection
   */
  CompletableFuture<Void> emit(String address, Object value);

  /**
   * Publishes a sample of a stream.
   *
   * @param address address of the stream
   * @param value the sample
   * @return as {@link #emit}
   */
  CompletableFuture<Void> stream(String address, Object value);

  /**
   * Publishes several samples of a stream.
   *
   * @param address address of the stream
   * @param samples the samples, in order
   * @param rateHz samples per second, 0 to 2^32-1
   * @return as {@link #emit}
   */
  CompletableFuture<Void> stream(String address, double[] samples, long rateHz);

  /**
   * Publishes a step of a gesture.
   *
   * @param address address of the gesture
   * @param id number of the gesture, 0 to 2^32-1
   * @param phase what step it is
   * @param value the place or the like; may be null
   * @return as {@link #emit}
   */
  CompletableFuture<Void> gesture(String address, long id, Phase phase, Object value);

  /**
   * Publishes a timeline.
   *
   * @param address address of the timeline
   * @param timeline the keyframes; times in µs of the router's clock, see {@link #now}
   * @return as {@link #emit}
   */
  CompletableFuture<Void> timeline(String address, Timeline timeline);

  /**
   * Publishes any message of that type as it is, a signal to a peer included.
   *
   * @param message the message
   * @return as {@link #emit}
   */
  CompletableFuture<Void> publish(Publish message);

  /**
   * Listens to messages that arrive for whatever reason, and asks the router for none: a signal
   * from a peer to {@code /clasp/p2p/signal/} and {@link #sessionId} comes without a subscription.
   *
   * @param pattern address pattern
   * @param callback gets each PUBLISH whose address matches; order, bound and errors are as in
   *     {@link #subscribe}
   * @return to end it
   */
  Registration onPublish(String pattern, Consumer<Publish> callback);

  /**
   * Has several things take effect together, or none of them.
   *
   * @param content adds them; called during this call
   * @return completes with the revision of the last param written, or 0 if there is none; fails if
   *     the router refuses it, or if the connection was lost meanwhile (then it may have taken
   *     effect)
   */
  CompletableFuture<Long> bundle(Consumer<BundleContent> content);

  /**
   * Has several things take effect at a given time. The router confirms that it has taken them; a
   * refusal at that time is told to {@link #onError}.
   *
   * @param timeMicros when, in µs of the router's clock, see {@link #now}; what is past means at
   *     once
   * @param content adds them; called during this call
   * @return as {@link #bundle}
   * @throws IllegalArgumentException if the time is negative
   */
  CompletableFuture<Long> bundleAt(long timeMicros, Consumer<BundleContent> content);

  /**
   * Describes signals that this client offers. They are announced again after the connection was
   * lost.
   *
   * @param namespace their common prefix, which also names this announcement: another one of the
   *     same namespace replaces it
   * @param signals the signals
   * @return completes when the router has taken them
   */
  CompletableFuture<Void> announce(String namespace, List<Signal> signals);

  /**
   * Asks for announced signals.
   *
   * @param pattern address pattern
   * @return completes with the signals, in no particular order, at most 100 000
   */
  CompletableFuture<List<Signal>> query(String pattern);

  /**
   * What is known about the router's clock: its offset from {@link System#currentTimeMillis} in µs,
   * and how good that is. Measured when the client connects and every 30 s.
   *
   * @return the newest result
   */
  ClockSync time();

  /**
   * The router's clock now.
   *
   * @return µs since 1970-01-01 UTC
   */
  long now();

  /**
   * Whether there is a session now.
   *
   * @return false from the loss of a connection until the next session
   */
  boolean isConnected();

  /**
   * The id of the session.
   *
   * @return the last one, if there is none at the moment; it changes with each connection
   */
  String sessionId();

  /**
   * Where the client is connected.
   *
   * @return one of its endpoints; the last one, if it is not connected
   */
  URI endpoint();

  /**
   * What the router calls itself.
   *
   * @return its name, of the last session
   */
  String serverName();

  /**
   * Tells about each further session, when it is ready and just before {@link #onResync}.
   *
   * @param callback runs on the executor for callbacks
   * @return to end it
   */
  Registration onConnect(Runnable callback);

  /**
   * Tells when a connection was lost, or the client was closed.
   *
   * @param callback gets the reason
   * @return to end it
   */
  Registration onDisconnect(Consumer<ClaspException> callback);

  /**
   * Tells what went wrong and belongs to no future: an ERROR to an event, an exception out of a
   * callback (as cause), a lock that was lost, a subscription refused after a reconnect, a failed
   * attempt to reconnect. Without any such listener it is logged as a warning.
   *
   * @param callback gets the failure
   * @return to end it
   */
  Registration onError(Consumer<ClaspException> callback);

  /**
   * Tells when all is again as before a connection was lost: subscriptions are taken and their
   * current values received, SETs sent again, locks asked for.
   *
   * @param callback runs on the executor for callbacks
   * @return to end it
   */
  Registration onResync(Runnable callback);

  /**
   * Completes when the client is closed for good: by {@link #close}, or because it gave up.
   *
   * @return completes with the reason for which it gave up, or null; a view that cannot change it
   */
  CompletableFuture<ClaspException> closed();

  /**
   * Sends what was called before, ends the session, and waits until the connection is closed, at
   * most 2 s. Whatever has no answer by then fails. Called again it does nothing; on an event loop
   * or in a callback it does not wait. Callbacks of what has arrived by then still run.
   */
  @Override
  void close();
}
