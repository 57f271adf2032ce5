package to.clasp.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import to.clasp.auth.Grant;
import to.clasp.itests.embedding.EmbeddedRouter;
import to.clasp.protocol.Ack;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.protocol.Value;
import to.clasp.router.Router;
import to.clasp.router.RouterSession;
import to.clasp.router.SessionInfo;

/** Sees that the rest is served: that the router keeps its params, and a client its session. */
final class Witness implements AutoCloseable {
  private final String address = "/witness/" + UUID.randomUUID();

  private final BlockingQueue<Message> told = new LinkedBlockingQueue<>();
  private final ExecutorService executor = Executors.newSingleThreadExecutor();
  private final RouterSession host;
  private long revision;

  Witness(EmbeddedRouter embedded) {
    host =
        embedded
            .service(Router.class)
            .open(new SessionInfo("witness", "host"), Grant.EVERYTHING, executor, told::add);
  }

  /** The next revision is one higher than the last, so nobody was exchanged. */
  void isServed() throws InterruptedException {
    host.send(Set.of(address, Value.of(++revision)));
    Message answer = told.poll(LiveClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    while (answer != null && !(answer instanceof Ack)) {
      answer = told.poll(LiveClient.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
    assertThat(answer).isInstanceOf(Ack.class);
    assertThat(((Ack) answer).revision()).isEqualTo(revision);
  }

  @Override
  public void close() {
    host.close();
    executor.shutdown();
  }
}
