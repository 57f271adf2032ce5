package to.clasp.itests.soak;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import to.clasp.protocol.Message;
import to.clasp.protocol.Ping;
import to.clasp.protocol.Pong;
import to.clasp.transport.Connector;

/** Measures how long others have to wait for an answer. */
final class Pinger implements Role {
  private final Semaphore pongs = new Semaphore(0);
  private final Statistics statistics;
  private final SoakClient client;

  Pinger(Connector connector, URI uri, Statistics statistics)
      throws IOException, InterruptedException {
    this.statistics = statistics;
    this.client = SoakClient.open(connector, uri, "pinger", statistics, this::take);
  }

  @Override
  public void step() throws InterruptedException {
    long begin = System.nanoTime();
    client.send(Ping.INSTANCE);
    if (!pongs.tryAcquire(30, TimeUnit.SECONDS)) {
      statistics.problem("a PING was not answered within 30 s");
      return;
    }
    long micros = (System.nanoTime() - begin) / 1000;
    statistics.slowestPing.accumulateAndGet(micros, Math::max);
    Thread.sleep(100);
  }

  private void take(Message message) {
    if (message instanceof Pong) {
      pongs.release();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
