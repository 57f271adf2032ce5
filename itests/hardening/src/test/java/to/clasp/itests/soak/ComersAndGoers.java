package to.clasp.itests.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import to.clasp.protocol.Features;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.Set;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.transport.Connector;

/** Connects, does a little and leaves, or stops in the middle of the handshake. */
final class ComersAndGoers implements Role {
  private static final int STALLED = 20;

  private final Random random = new Random(2);
  private final Deque<Socket> stalled = new ArrayDeque<>();
  private final Connector connector;
  private final URI uri;
  private final Statistics statistics;
  private int number;

  ComersAndGoers(Connector connector, URI uri, Statistics statistics) {
    this.connector = connector;
    this.uri = uri;
    this.statistics = statistics;
  }

  @Override
  public void step() throws IOException, InterruptedException {
    if (random.nextInt(4) == 0) {
      stall();
    } else {
      visit();
    }
    Thread.sleep(40);
  }

  private void visit() throws IOException, InterruptedException {
    String name = "visitor " + number++;
    try (SoakClient client = SoakClient.open(connector, uri, name, statistics, message -> {})) {
      client.send(new Subscribe(1, "/soak/**", Features.NONE, SubscribeOptions.NONE));
      String address = "/soak/visits/" + random.nextInt(1000);
      client.send(new Set(address, Value.of(number), null, false, false, null));
      client.send(
          new Publish(
              "/soak/g/visit", SignalType.GESTURE, Phase.START, null, null, null, 1L, null));
      Thread.sleep(random.nextInt(50));
    }
  }

  /** Stays half open until others take its place. */
  private void stall() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort());
    socket.getOutputStream().write("GET /clasp HT".getBytes(StandardCharsets.US_ASCII));
    stalled.add(socket);
    if (stalled.size() > STALLED) {
      stalled.remove().close();
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : stalled) {
      socket.close();
    }
  }
}
