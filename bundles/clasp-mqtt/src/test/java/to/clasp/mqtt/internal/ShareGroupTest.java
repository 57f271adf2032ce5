package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import to.clasp.router.EdgeListener;
import to.clasp.router.EdgeSession;
import to.clasp.router.Router;
import to.clasp.router.SessionInfo;
import to.clasp.transport.CloseReason;

/** Members of a shared subscription, and its session of the router, that end. */
class ShareGroupTest {
  private static final int PUBACK = 4;
  private static final int PUBREC = 5;
  private static final byte[] HOUR = {0x11, 0, 0, 14, 16};

  private final List<Runnable> groupEnds = new CopyOnWriteArrayList<>();
  private final MqttFixture mqtt = MqttFixture.behind(this::watched);

  @AfterEach
  void close() {
    mqtt.close();
  }

  private Router watched(Router real) {
    return (Router)
        Proxy.newProxyInstance(
            Router.class.getClassLoader(),
            new Class<?>[] {Router.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(real, arguments);
                if (result instanceof EdgeSession session
                    && ((SessionInfo) arguments[0]).name().startsWith("mqtt:$share/")) {
                  groupEnds.add(() -> end(session, arguments));
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** As the router does when it ends a session. */
  private static void end(EdgeSession session, Object... arguments) {
    session.close();
    ((Executor) arguments[2])
        .execute(() -> ((EdgeListener) arguments[3]).onClosed(CloseReason.INTERNAL_ERROR));
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
  void aGroupWhoseSessionTheRouterEndsGetsAnother() {
    RawMqtt member = mqtt.client(4, "m");
    member.subscribed("$share/g/work/#", 1);
    assertThat(groupEnds).hasSize(1);
    groupEnds.get(0).run();
    Await.until(() -> groupEnds.size() == 2);
    mqtt.client(4, "w").publish("work/1", "x", 2, 1).expect(PUBACK);
    assertThat(member.message().topic()).isEqualTo("work/1");
  }
}
