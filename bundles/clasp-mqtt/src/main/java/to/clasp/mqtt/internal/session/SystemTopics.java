package to.clasp.mqtt.internal.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.util.concurrent.ScheduledFuture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import to.clasp.mqtt.internal.packet.Counters;
import to.clasp.mqtt.internal.packet.Publication;
import to.clasp.mqtt.internal.topic.Topic;
import to.clasp.router.RouterStatus;

/**
 * What the server says about itself under {@code $SYS/broker}. It is no param, so that it is told
 * only to those who ask for it. Safe from any thread.
 */
final class SystemTopics {
  private static final long SECONDS = 10;

  private final SessionRegistry registry;
  private final Map<ClientSession, ScheduledFuture<?>> listeners = new ConcurrentHashMap<>();
  private volatile Asked asked;

  /** What the router said, which costs it more the more sessions there are. */
  private record Asked(long nanos, RouterStatus status) {}

  SystemTopics(SessionRegistry registry) {
    this.registry = registry;
  }

  /** A session wants to be told from now on; on its loop. */
  void join(ClientSession session) {
    listeners.computeIfAbsent(
        session,
        key ->
            key.loop().scheduleAtFixedRate(() -> tellAll(key), SECONDS, SECONDS, TimeUnit.SECONDS));
  }

  void leave(ClientSession session) {
    ScheduledFuture<?> timer = listeners.remove(session);
    if (timer != null) {
      timer.cancel(false);
    }
  }

  void close() {
    listeners.keySet().forEach(this::leave);
  }

  private void tellAll(ClientSession session) {
    List<Subscription> wanted =
        session.subscriptions().all().stream().filter(each -> each.filter().isSystem()).toList();
    if (wanted.isEmpty()) {
      leave(session);
    }
    tell(session, wanted);
    session.flush();
  }

  /** Tells a session everything that its subscriptions match; on its loop. */
  void tell(ClientSession session, List<Subscription> subscriptions) {
    if (subscriptions.isEmpty() || !session.isConnected()) {
      return;
    }
    Map<String, String> values = values();
    for (Subscription each : subscriptions) {
      values.forEach(
          (name, value) -> {
            if (each.filter().matches(name)) {
              give(session, each, name, value);
            }
          });
    }
  }

  private static void give(
      ClientSession session, Subscription subscription, String name, String value) {
    String address = session.rules().namespace().addressOf(name);
    if (session.mayRead(address)) {
      Topic topic = new Topic(name, name.getBytes(UTF_8), address, false);
      Publication message =
          new Publication(topic, value.getBytes(UTF_8), Publication.Origin.SERVER);
      session.delivering().onSystem(message, subscription.options().qos());
    }
  }

  private Map<String, String> values() {
    long sessions = registry.size();
    Counters counters = registry.counters();
    long connected = Math.min(sessions, counters.clientsConnected.sum());
    RouterStatus status = status();
    Map<String, String> values = new LinkedHashMap<>();
    values.put("version", "CLASP");
    values.put("uptime", status.uptime().toSeconds() + " seconds");
    values.put("clients/total", text(sessions));
    values.put("clients/connected", text(connected));
    values.put("clients/disconnected", text(sessions - connected));
    values.put("connections/accepted", text(counters.connects.sum()));
    values.put("connections/refused", text(counters.refusals.sum()));
    values.put("connections/faulty", text(counters.faults.sum()));
    values.put("messages/received", text(counters.packetsIn.sum()));
    values.put("publish/messages/received", text(counters.publishesIn.sum()));
    values.put("publish/messages/sent", text(counters.publishesOut.sum()));
    values.put("publish/messages/refused", text(counters.publishesRefused.sum()));
    values.put("publish/messages/dropped", text(counters.publishesDropped.sum()));
    values.put("retained messages/count", text(status.params()));
    values.put("subscriptions/count", text(status.subscriptions()));
    values.put("shared_subscriptions/count", text(registry.groupCount()));
    Map<String, String> named = new LinkedHashMap<>();
    values.forEach((name, value) -> named.put("$SYS/broker/" + name, value));
    return named;
  }

  private RouterStatus status() {
    long now = System.nanoTime();
    Asked last = asked;
    if (last == null || now - last.nanos() > TimeUnit.SECONDS.toNanos(1)) {
      last = new Asked(now, registry.router().status());
      asked = last;
    }
    return last.status();
  }

  private static String text(long number) {
    return Long.toString(number);
  }
}
