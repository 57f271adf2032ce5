package to.clasp.client.internal;

import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import to.clasp.transport.ConnectOptions;
import to.clasp.transport.Connection;
import to.clasp.transport.ConnectionHandler;
import to.clasp.transport.Connector;

/** Shows by its failure that it was taken. */
abstract class RankedConnector implements Connector {
  private final int ranking;

  RankedConnector(int ranking) {
    this.ranking = ranking;
  }

  /** Comes first and counts less. */
  public static final class Low extends RankedConnector {
    /** For the loader. */
    public Low() {
      super(-1);
    }
  }

  /** Comes before all and cannot be made. */
  public static final class Broken extends RankedConnector {
    /** For the loader. */
    public Broken() {
      super(200);
      throw new UnsatisfiedLinkError("no native library");
    }
  }

  /** Comes second and counts more. */
  public static final class High extends RankedConnector {
    /** For the loader. */
    public High() {
      super(100);
    }
  }

  @Override
  public Set<String> schemes() {
    return Set.of("ranked");
  }

  @Override
  public int ranking() {
    return ranking;
  }

  @Override
  public CompletionStage<Connection> connect(
      URI to, ConnectOptions how, Function<Connection, ConnectionHandler> handler) {
    return CompletableFuture.failedFuture(new IOException("ranking " + ranking));
  }
}
