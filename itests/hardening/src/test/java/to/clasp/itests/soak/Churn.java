package to.clasp.itests.soak;

import java.io.IOException;
import java.net.URI;
import java.util.Random;
import to.clasp.protocol.Features;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Unsubscribe;
import to.clasp.transport.Connector;

/** Subscribes and unsubscribes all the time, also to patterns that an index cannot sort in. */
final class Churn implements Role {
  private static final String[] PATTERNS = {
    "/soak/n/%d/*", "/soak/n/**", "/soak/*/%d", "/soak/x%d/**/y", "/soak/n/*%d*/1", "/none/%d"
  };

  private final Random random = new Random(1);
  private final SoakClient client;

  Churn(Connector connector, URI uri, Statistics statistics)
      throws IOException, InterruptedException {
    this.client = SoakClient.open(connector, uri, "churn", statistics, message -> {});
  }

  @Override
  public void step() throws InterruptedException {
    int id = random.nextInt(50);
    String pattern = PATTERNS[random.nextInt(PATTERNS.length)].formatted(random.nextInt(100));
    SubscribeOptions options =
        random.nextBoolean()
            ? SubscribeOptions.NONE
            : new SubscribeOptions(30L, 0.5, (long) random.nextInt(5), null);
    client.send(new Subscribe(id, pattern, Features.NONE, options));
    client.send(new Unsubscribe(random.nextInt(50)));
    Thread.sleep(20);
  }

  @Override
  public void close() {
    client.close();
  }
}
