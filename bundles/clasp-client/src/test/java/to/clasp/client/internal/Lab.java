package to.clasp.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClients;
import to.clasp.client.ClaspException;
import to.clasp.client.ReconnectPolicy;
import to.clasp.protocol.Message;
import to.clasp.protocol.Set;
import to.clasp.transport.Connector;

/** What tests of the client need: clients on given connectors, and waits with a deadline. */
final class Lab {
  /** Long, because it passes only where something is wrong, whatever else the machine does. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private Lab() {}

  /** Clients whose calls are not late unless a test says when. */
  static ClaspClients clients(Connector... connectors) {
    ClientFactory factory = new ClientFactory(on(connectors));
    return endpoints -> factory.builder(endpoints).callDeadline(TIMEOUT);
  }

  static Connectors on(Connector... connectors) {
    List<Connector> all = List.of(connectors);
    return new Connectors() {
      @Override
      public Optional<Connector> forScheme(String scheme) {
        return all.stream().filter(one -> one.schemes().contains(scheme)).findFirst();
      }

      @Override
      public String hint() {
        return "no such connector in this test";
      }
    };
  }

  /** A client that tries again at once, so that tests take milliseconds. */
  static ClaspBuilder quick(ClaspBuilder builder) {
    return builder.reconnect(
        new ReconnectPolicy(Duration.ofMillis(1), Duration.ofMillis(20), 1.5, 100_000));
  }

  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new AssertionError("failed: " + failed.getCause(), failed.getCause());
    } catch (TimeoutException | InterruptedException late) {
      throw new AssertionError("not completed within " + TIMEOUT, late);
    }
  }

  /** The reason for which a future fails. */
  static ClaspException failure(CompletableFuture<?> future) {
    try {
      Object result = future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      throw new AssertionError("completed with " + result);
    } catch (ExecutionException failed) {
      assertThat(failed.getCause()).isInstanceOf(ClaspException.class);
      return (ClaspException) failed.getCause();
    } catch (TimeoutException | InterruptedException late) {
      throw new AssertionError("not completed within " + TIMEOUT, late);
    }
  }

  static boolean isSet(Message message) {
    return message instanceof Set;
  }

  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + TIMEOUT + ": " + what);
      }
      LockSupport.parkNanos(200_000);
    }
  }
}
