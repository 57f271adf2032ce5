package to.clasp.itests.soak;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import to.clasp.protocol.Features;
import to.clasp.protocol.Message;
import to.clasp.protocol.Phase;
import to.clasp.protocol.Publish;
import to.clasp.protocol.SignalType;
import to.clasp.protocol.Subscribe;
import to.clasp.protocol.SubscribeOptions;
import to.clasp.protocol.Value;
import to.clasp.transport.Connector;

/** Strokes of a pen; start, last move and end of each must arrive. */
final class Pen implements Role {
  private static final String ADDRESS = "/soak/g/pen";
  private static final int MOVES = 100;

  private final Semaphore ends = new Semaphore(0);
  private final Statistics statistics;
  private final SoakClient sender;
  private final SoakClient receiver;
  private volatile boolean started;
  private volatile long lastMove;
  private long stroke;

  Pen(Connector connector, URI uri, Statistics statistics)
      throws IOException, InterruptedException {
    this.statistics = statistics;
    this.receiver = SoakClient.open(connector, uri, "pen receiver", statistics, this::take);
    receiver.send(new Subscribe(1, ADDRESS, Features.NONE, SubscribeOptions.NONE));
    this.sender = SoakClient.open(connector, uri, "pen", statistics, message -> {});
    Thread.sleep(500);
  }

  @Override
  public void step() throws InterruptedException {
    stroke++;
    send(Phase.START, 0);
    for (int i = 1; i <= MOVES; i++) {
      send(Phase.MOVE, stroke * 1000 + i);
      Thread.sleep(4);
    }
    send(Phase.END, 0);
    if (!ends.tryAcquire(30, TimeUnit.SECONDS)) {
      statistics.problem("LOST: the end of a gesture");
    }
  }

  private void send(Phase phase, long value) {
    sender.send(
        new Publish(ADDRESS, SignalType.GESTURE, phase, Value.of(value), null, null, stroke, null));
  }

  private void take(Message message) {
    if (!(message instanceof Publish move)) {
      return;
    }
    switch (move.phase()) {
      case START -> started = true;
      case MOVE -> lastMove = ((Value.Int) move.value()).value();
      case END -> {
        if (!started || lastMove % 1000 != MOVES) {
          statistics.problem("LOST: the start or the last move of a gesture");
        }
        started = false;
        ends.release();
      }
      default -> statistics.problem("a gesture was cancelled");
    }
  }

  @Override
  public void close() {
    sender.close();
    receiver.close();
  }
}
