package to.clasp.examples;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import to.clasp.client.ClaspClient;
import to.clasp.client.ReconnectPolicy;
import to.clasp.protocol.Signal;
import to.clasp.protocol.SignalType;

/**
 * A lamp that does what a param says, whatever happens to the network: {@code LightFixture
 * ws://first:7330 ws://second:7330}. When its connection is lost it goes round the endpoints that
 * it was given. The event {@code /lights/1/off} ends it.
 */
public final class LightFixture {
  private static final String BRIGHTNESS = "/lights/1/brightness";
  private static final String OFF = "/lights/1/off";
  private static final ReconnectPolicy PATIENTLY =
      new ReconnectPolicy(Duration.ofMillis(50), Duration.ofSeconds(5), 2, Integer.MAX_VALUE);

  private LightFixture() {}

  /** The arguments are endpoints, in order of preference. */
  public static void main(String[] endpoints) throws InterruptedException {
    CountDownLatch off = new CountDownLatch(1);
    try (ClaspClient clasp =
        ClaspClient.builder(endpoints).name("light fixture").reconnect(PATIENTLY).connect()) {
      clasp.onDisconnect(why -> say("on its own: " + why.getMessage()));
      clasp.onResync(() -> say("back at " + clasp.endpoint()));
      clasp.onError(error -> say("trouble: " + error.getMessage()));
      clasp.on(OFF, (address, value) -> off.countDown()).ready().join();
      clasp.on(BRIGHTNESS, Double.class, (address, value) -> shine(value)).ready().join();
      clasp.announce("/lights/1", List.of(brightness())).join();
      say("ready at " + clasp.endpoint());
      off.await();
    }
    say("off");
  }

  private static Signal brightness() {
    return new Signal(BRIGHTNESS, SignalType.PARAM, "f64", "rw", null);
  }

  private static void shine(double brightness) {
    say("brightness " + Math.round(brightness * 100) + " %");
  }

  private static void say(String text) {
    System.out.println(text);
  }
}
