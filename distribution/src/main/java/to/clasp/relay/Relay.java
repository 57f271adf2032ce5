package to.clasp.relay;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;
import to.clasp.relay.log.LogLevel;
import to.clasp.relay.log.RelayLog;

/**
 * The command {@code clasp-relay}. Exit codes: 0 after an orderly stop, 1 when the relay cannot
 * start, 2 when the command line cannot be used.
 */
public final class Relay {

  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private Relay() {}

  /**
   * Runs the relay until it is stopped by a signal.
   *
   * @param arguments the flags; see {@code --help}
   */
  public static void main(String[] arguments) {
    int code = run(arguments);
    // The framework's threads would keep a failed relay alive.
    Runtime.getRuntime().halt(code);
  }

  private static int run(String[] arguments) {
    try {
      RelayOptions options = RelayOptions.parse(arguments);
      if (options.help) {
        RelayOptions.printHelp(new PrintWriter(System.out, false, StandardCharsets.UTF_8));
        return 0;
      }
      if (options.version) {
        printVersion();
        return 0;
      }
      boolean json = configureLog(options);
      return run(options, json);
    } catch (ParameterException e) {
      System.err.println("clasp-relay: " + FailureText.of(e) + " (see clasp-relay --help)");
      return USAGE;
    } catch (RelayException e) {
      System.err.println("clasp-relay: " + e.getMessage());
      return FAILED;
    }
  }

  private static int run(RelayOptions options, boolean json) throws RelayException {
    options.discovery.requireOther("--quic-port", options.quicPort);
    options.discovery.requireOther("--udp-port", options.udpPort);
    RelayHome home = RelayHome.ofThisProcess();
    TemporaryDirectory scratch = TemporaryDirectory.create();
    // Netty unpacks its native library where its files are sure to be deleted in the end.
    System.setProperty("io.netty.native.workdir", scratch.directory().toString());
    // A client of TLS 1.2 could have its handshake repeated at the relay's expense.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    try {
      new RelayProcess(home, options, scratch).run();
      return 0;
    } catch (RelayException | RuntimeException e) {
      if (!json) {
        throw e instanceof RelayException known ? known : new RelayException("failed: " + e, e);
      }
      LoggerFactory.getLogger(Relay.class).error(FailureText.of(e));
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static boolean configureLog(RelayOptions options) throws RelayException {
    String wanted = System.getenv().getOrDefault("CLASP_LOG", "info");
    LogLevel level =
        LogLevel.named(wanted)
            .orElseThrow(
                () ->
                    new RelayException(
                        "CLASP_LOG is "
                            + wanted
                            + ", but must be one of off, error, warn, info, debug, trace"));
    String format = System.getenv().getOrDefault("LOG_FORMAT", "text").toLowerCase(Locale.ROOT);
    boolean json = format.equals("json");
    RelayLog.configure(options.verbose ? LogLevel.DEBUG : level, json, options.verbose);
    return json;
  }

  private static void printVersion() throws RelayException {
    System.out.println("clasp-relay " + BuildInfo.load().text());
    TemporaryDirectory scratch = TemporaryDirectory.create();
    try {
      NativeLibraries.report(RelayHome.ofThisProcess(), scratch).forEach(System.out::println);
    } finally {
      scratch.delete();
    }
  }
}
