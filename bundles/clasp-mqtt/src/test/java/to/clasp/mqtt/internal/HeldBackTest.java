package to.clasp.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import to.clasp.router.EdgeListener;
import to.clasp.router.Router;

/** What clients send while the router does not take it. */
class HeldBackTest {
  private static final int PUBACK = 4;
  private static final int PARAMS = 1_000;

  private final List<Runnable> pauses = new CopyOnWriteArrayList<>();
  private final List<Runnable> resumes = new CopyOnWriteArrayList<>();
  private MqttFixture mqtt;

  /** A snapshot for which a client has to answer again and again. */
  @BeforeEach
  void fill() {
    mqtt = MqttFixture.with(Map.of("maxQueuedMessages", 10, "maxInflight", 5));
    RawMqtt writer = mqtt.client(4, "filler");
    for (int i = 0; i < PARAMS; i++) {
      writer.publish("p/" + i, "1");
    }
    writer.ping();
  }

  @AfterEach
  void close() {
    mqtt.close();
  }

  private static RawMqtt.Bytes subscribe(String filter) {
    return RawMqtt.bytes().u8(0x82, 5 + filter.length()).u16(7).text(filter).u8(1);
  }

  @Test
  void answersPassWhatIsSentBeforeThemWhichIsTakenInItsOrder() {
    RawMqtt client = mqtt.client(4, "a");
    RawMqtt.Bytes burst = subscribe("p/#");
    for (int i = 1; i <= 50; i++) {
      burst
          .u8(0x32, 10)
          .text("own")
          .u16(i)
          .raw((byte) 'n', (byte) (48 + i / 10), (byte) (48 + i % 10));
    }
    client.write(burst.done());
    client.expect(9);
    int retained = 0;
    int answers = 0;
    while (retained < PARAMS || answers < 50) {
      RawMqtt.Packet next = client.read();
      assertThat(next).isNotNull();
      if (next.type() == 3) {
        retained++;
        client.answer(PUBACK, next.packetId());
      } else {
        assertThat(next.type()).isEqualTo(PUBACK);
        assertThat(next.packetId()).isEqualTo(++answers);
      }
    }
    RawMqtt reader = mqtt.client(4, "r");
    reader.subscribed("own", 0);
    assertThat(reader.message().payload()).isEqualTo("n50");
  }

  @Test
  void aClientThatSaidGoodbyeMeanwhileHasItsMessagesTakenAndNoWillPublished() {
    RawMqtt watcher = mqtt.client(4, "watcher");
    watcher.subscribed("own/#", 0);
    RawMqtt client = mqtt.connect(4);
    RawMqtt.Bytes connect = client.connectHead(2 | 4, 60).text("a").text("own/will").text("gone");
    assertThat(client.send(0x10, connect.done()).connack()).isZero();
    client.write(subscribe("p/#").done());
    client.expect(9);
    client.message();
    client.publish("own/last", "1").send(0xE0);
    client.close();

    assertThat(watcher.message().topic()).isEqualTo("own/last");
    mqtt.client(4, "w").publish("own/end", "1");
    assertThat(watcher.message().topic()).isEqualTo("own/end");
  }

  @Test
  void aClientThatOnlySendsWhatIsNotTakenIsNotReadForEver() throws Exception {
    RawMqtt client = mqtt.connect(5);
    client.connect("a", 2, 1);
    assertThat(client.connack()).isZero();
    client.subscribe(7, "p/#", 1).expect(9);
    byte[] filling = RawMqtt.bytes().text("own").raw(new byte[100_000]).done();
    Thread flood =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 200; i++) {
                  client.send(0x30, RawMqtt.bytes().text("own").u8(0).raw(filling).done());
                }
              } catch (java.io.UncheckedIOException closed) {
                // as it has to be
              }
            });
    flood.start();
    flood.join(10_000);
    assertThat(flood.isAlive()).isFalse();
    Await.until(() -> mqtt.router().sessions(9).size() == 1);
  }

  @Test
  void aNewConnectionIsNotReadEitherWhileTheRouterDoesNotTakeIt() {
    mqtt.close();
    mqtt = MqttFixture.behind(this::pausable);
    RawMqtt first = mqtt.connect(4);
    first.connect("a", false);
    assertThat(first.connack()).isZero();
    pauses.get(0).run();
    RawMqtt again = mqtt.connect(4);
    again.connect("a", false);
    assertThat(again.connack()).isZero();
    again.publish("x", "1", 2, 1).ping();
    assertThat(mqtt.router().status().params()).isZero();
    resumes.get(0).run();
    assertThat(again.expect(PUBACK).packetId()).isEqualTo(1);
  }

  private Router pausable(Router real) {
    return Proxies.of(
        Router.class,
        (method, arguments) -> {
          if (method.getName().equals("openEdge")) {
            Executor loop = (Executor) arguments[2];
            EdgeListener listener = (EdgeListener) arguments[3];
            pauses.add(() -> loop.execute(() -> listener.setReading(false)));
            resumes.add(() -> loop.execute(() -> listener.setReading(true)));
          }
          return Proxies.call(real, method, arguments);
        });
  }
}
