package to.clasp.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import to.clasp.client.ClaspBuilder;
import to.clasp.client.ClaspClient;
import to.clasp.client.ClaspException;
import to.clasp.client.ReconnectPolicy;
import to.clasp.relay.DurationText;
import to.clasp.transport.TlsOptions;

/** Which router a command speaks to, and how. */
final class ServerOptions {
  private static final String SERVER = "CLASP_SERVER";
  private static final String TOKEN = "CLASP_TOKEN";
  private static final String DEFAULT_SERVER = "ws://localhost:7330/clasp";
  private static final String DEFAULT_PATH = "/clasp";

  private final Clasp.Surroundings around;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-s", "--server"},
      paramLabel = "URI",
      description = {
        "The router: ws, wss, tcp, tcps, udp or quic, such as tcp://host:7331.",
        "Default: environment variable CLASP_SERVER, else ws://localhost:7330/clasp."
      })
  private String server;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "What to show to the router. Others on this machine may see command lines: prefer the"
              + " environment variable CLASP_TOKEN.")
  private String token;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM file with certificates to trust, in place of those that Java trusts.")
  private Path authorities;

  @Option(
      names = "--insecure",
      description =
          "Trust whatever certificate a wss or tcps server shows, if it is one for its host.")
  private boolean insecure;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      converter = DurationText.class,
      description = "How long to wait for connection and answer, such as 10s (default: 5s).")
  private Duration deadline = Duration.ofSeconds(5);

  ServerOptions(Clasp.Surroundings around) {
    this.around = around;
  }

  /**
   * Connects, once.
   *
   * @return a client that ends with its connection
   * @throws IOException if that is not possible; the message says where, and why
   */
  ClaspClient connect() throws IOException {
    return connect(ForkJoinPool.commonPool());
  }

  /**
   * Connects, once.
   *
   * @param callbacks runs the callbacks of the client
   * @return as {@link #connect()}
   * @throws IOException as {@link #connect()}
   */
  ClaspClient connect(Executor callbacks) throws IOException {
    if (deadline.isZero()) {
      throw usage("--deadline must be more than 0", null);
    }
    URI uri = uri();
    ClaspBuilder builder =
        ClaspClient.builder(uri.toString())
            .name("clasp " + spec.name())
            .reconnect(ReconnectPolicy.NEVER)
            .connectTimeout(deadline)
            .callDeadline(deadline)
            .callbacks(callbacks)
            .tls(tls(uri));
    String shown = token == null ? around.environment().get(TOKEN) : token;
    if (shown != null && !shown.isEmpty()) {
      builder.token(shown);
    }
    try {
      return builder.connect();
    } catch (ClaspException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }

  /** Waits for what the router answers. */
  <T> T await(CompletableFuture<T> answer) throws IOException {
    try {
      return answer.get(2 * deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause().getMessage(), failed.getCause());
    } catch (TimeoutException late) {
      throw new IOException("no answer within " + 2 * deadline.toSeconds() + " s", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private ParameterException usage(String what, Throwable cause) {
    return new ParameterException(spec.commandLine(), what, cause);
  }

  /** A WebSocket router is where every CLASP router has it, unless the URI says otherwise. */
  private URI uri() {
    String stated = server == null ? around.environment().get(SERVER) : server;
    String text = stated == null || stated.isEmpty() ? DEFAULT_SERVER : stated;
    try {
      URI uri = URI.create(text);
      if (uri.getScheme() == null || uri.getHost() == null) {
        throw new IllegalArgumentException("no URI like " + DEFAULT_SERVER);
      }
      boolean web = uri.getScheme().startsWith("ws");
      return web && uri.getRawPath().isEmpty() ? uri.resolve(DEFAULT_PATH) : uri;
    } catch (IllegalArgumentException wrong) {
      String from = server == null ? SERVER : "--server";
      throw usage(from + " " + text + ": " + wrong.getMessage(), wrong);
    }
  }

  private TlsOptions tls(URI uri) throws IOException {
    if (authorities != null) {
      return new TlsOptions(Certificates.read(authorities), null);
    }
    return insecure
        ? new TlsOptions(List.of(Certificates.shownBy(uri, deadline)), null)
        : TlsOptions.DEFAULT;
  }
}
