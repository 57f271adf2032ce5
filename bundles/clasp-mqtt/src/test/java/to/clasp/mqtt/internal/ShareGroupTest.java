package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.protocol.ErrorCode;
import to.clasp.protocol.ProtocolException;
import to.clasp.router.EdgeSession;
import to.clasp.router.Router;
import to.clasp.router.SessionInfo;

/** Members of a shared subscription, and its session of the router, that end. */
class ShareGroupTest {
  private static final int PUBACK = 4;
  private static final int PUBREC = 5;
  private static final byte[] HOUR = {0x11, 0, 0, 14, 16};

  private final List<Opened> groups = new CopyOnWriteArrayList<>();

  /** A session of a group. */
  private record Opened(EdgeSession session, Executor loop) {

    /** Ends it, and returns when that has happened. */
    void end() {
      session.close();
      CompletableFuture.runAsync(() -> {}, loop).orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  /** How often a group gets no session when it asks for one. */
  private final AtomicInteger refusals = new AtomicInteger();

  /** Done before a group gets a session. */
  private Runnable beforeGroup = () -> {};

  /** By the name of the session. */
  private final Map<String, Executor> loops = new ConcurrentHashMap<>();

  private MqttFixture mqtt = MqttFixture.behind(this::watched);

  @AfterEach
  void close() {
    mqtt.close();
  }

  private Router watched(Router real) {
    return Proxies.of(
        Router.class,
        (method, arguments) -> {
          boolean forGroup =
              arguments != null
                  && arguments[0] instanceof SessionInfo info
                  && info.name().startsWith("mqtt:$share/");
          if (forGroup && refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new ProtocolException(ErrorCode.LIMIT_EXCEEDED, "no room");
          }
          if (forGroup) {
            beforeGroup.run();
          } else if (arguments != null && arguments[0] instanceof SessionInfo info) {
            loops.put(info.name(), (Executor) arguments[2]);
          }
          Object result = Proxies.call(real, method, arguments);
          if (forGroup) {
            groups.add(new Opened((EdgeSession) result, (Executor) arguments[2]));
          }
          return result;
        });
  }

  private RawMqtt member(int cleanStart) {
    RawMqtt client = mqtt.connect(5);
    client.connect("one", cleanStart, 60, HOUR);
    assertThat(client.connack()).isZero();
    return client;
  }

  @Test
  void whatWaitsForAMemberWhoseSessionEndsGoesToAnother() {
    RawMqtt one = member(2);
    one.subscribed("$share/g/work/#", 2);
    RawMqtt writer = mqtt.client(4, "w");
    writer.publish("work/1", "x", 2, 1).expect(PUBACK);
    writer.publish("work/2", "x", 4, 2).expect(PUBREC);
    assertThat(one.message().topic()).isEqualTo("work/1");
    assertThat(one.message().topic()).isEqualTo("work/2");
    one.close();
    Await.until(this::isAway);
    writer.publish("work/3", "x", 2, 3).expect(PUBACK);
    RawMqtt two = mqtt.client(4, "two");
    two.subscribed("$share/g/work/#", 1);
    two.nothingMore();

    member(2).close();

    assertThat(two.message().topic()).isEqualTo("work/1");
    assertThat(two.message().topic()).isEqualTo("work/3");
    two.nothingMore();
  }

  private boolean isAway() {
    try (RawMqtt watcher = mqtt.connect(4)) {
      watcher.connect("", true);
      watcher.connack();
      watcher.subscribed("$SYS/broker/clients/disconnected", 0);
      return watcher.message().payload().equals("1");
    }
  }

  @Test
  void aGroupWhoseSessionTheRouterEndsLosesNothingAlsoIfNoMemberIsThere() {
    RawMqtt member = member(2);
    member.subscribed("$share/g/work/#", 1);
    member.close();
    Await.until(this::isAway);
    RawMqtt writer = mqtt.client(4, "w");
    assertThat(groups).hasSize(1);
    for (int i = 1; i <= 20; i++) {
      groups.get(i - 1).end();
      writer.publish("work/" + i, "x", 2, i).expect(PUBACK);
    }
    RawMqtt back = member(0);
    for (int i = 1; i <= 20; i++) {
      assertThat(back.message().topic()).isEqualTo("work/" + i);
    }
    assertThat(groups).hasSize(21);
  }

  @Test
  void aGroupForWhichTheRouterHasNoRoomTriesAgain() {
    RawMqtt member = member(2);
    member.subscribed("$share/g/work/#", 1);
    refusals.set(2);
    groups.get(0).end();
    Await.until(() -> groups.size() == 2 && mqtt.router().status().subscriptions() == 2);
    mqtt.client(4, "w").publish("work/1", "x", 2, 1).expect(PUBACK);
    assertThat(member.message().topic()).isEqualTo("work/1");
  }

  /** Its last member is on another loop than its session. */
  @Test
  void aGroupThatEndsWhileItGetsAnotherSessionLeavesNone() {
    mqtt.close();
    mqtt = MqttFixture.behind(2, this::watched);
    RawMqtt first = mqtt.client(4, "m0");
    first.subscribed("$share/g/work/#", 1);
    RawMqtt last = first;
    String name = "m0";
    for (int i = 1; loops.get("mqtt:" + name) == loops.get("mqtt:m0"); i++) {
      name = "m" + i;
      last = mqtt.client(4, name);
    }
    last.subscribed("$share/g/work/#", 1);
    first.close();
    awaitNone("mqtt:m0");

    RawMqtt leaves = last;
    String left = "mqtt:" + name;
    beforeGroup =
        () -> {
          leaves.close();
          awaitNone(left);
        };
    groups.get(0).session().close();

    Await.until(() -> groups.size() == 2);
    awaitNone("mqtt:$share/g/work/#");
  }

  private void awaitNone(String session) {
    Await.until(
        () -> mqtt.router().sessions(99).stream().noneMatch(each -> each.name().equals(session)));
  }

  @Test
  void aWildcardOfAGroupDoesNotStandForTopicsOfTheServerEither() {
    RawMqtt member = member(2);
    member.subscribed("$share/g/#", 0);
    mqtt.client(4, "w").publish("$other/a", "1").publish("a", "2").ping();
    assertThat(member.message().topic()).isEqualTo("a");
  }

  /** Both members have more to read than they do; what has a quality of service waits for one. */
  @Test
  void whatNobodyTakesNowWaitsForAMember() {
    RawMqtt one = mqtt.client(4, "one");
    RawMqtt two = mqtt.client(4, "two");
    for (RawMqtt member : new RawMqtt[] {one, two}) {
      member.subscribed("$share/g/work/#", 1);
      member.subscribed("flood/#", 0);
    }
    RawMqtt writer = mqtt.client(4, "w");
    String filling = "x".repeat(10_000);
    for (int i = 0; i < 1_000; i++) {
      writer.publish("flood/" + i % 10, filling);
    }
    writer.publish("work/1", "x", 2, 1).expect(PUBACK);
    RawMqtt.Packet next;
    do {
      next = one.message();
    } while (next.topic().startsWith("flood/"));
    assertThat(next.topic()).isEqualTo("work/1");
  }
}
