package to.clasp.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import to.clasp.auth.internal.pairing.Pairing;
import to.clasp.auth.internal.pairing.PairingRequest;
import to.clasp.auth.internal.pairing.RelayFile;
import to.clasp.protocol.Welcome;
import to.clasp.transport.TlsOptions;

/** Asks a relay of this user for a code that another device turns into a token. */
@Command(
    name = "pair",
    description = {
      "Prints a code of six digits, good for two minutes and one device.",
      "A client that connects with the token pair_ and the code is given a token of its own.",
      "It asks a relay on this machine, over whatever listener that has."
    })
final class PairCommand implements Callable<Integer> {
  /** The first that a relay has is taken. */
  private static final List<String> SCHEMES = List.of("ws", "tcp", "wss", "tcps", "quic", "udp");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Clasp.Surroundings around;
  @Spec private CommandSpec spec;
  @Mixin private TermsOptions terms;

  @Option(
      names = "--server",
      paramLabel = "URI",
      description =
          "Which relay, if several run (as it logs it, or its port is enough: ws://:7330).")
  private URI server;

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "The run directory of the relay, if it was started with one.")
  private Path runDirectory;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "PEM file with certificates to trust, for a relay with TLS listeners only (default:"
              + " whatever certificate its wss or tcps listener shows; quic needs the file).")
  private Path authorities;

  PairCommand(Clasp.Surroundings around) {
    this.around = around;
  }

  /**
   * A relay that can be asked.
   *
   * @param uri where to
   * @param adminToken what to show there
   */
  private record Candidate(URI uri, String adminToken) {
    /** Without the token. */
    @Override
    public String toString() {
      return uri.toString();
    }
  }

  @Override
  public Integer call() throws IOException {
    PairingRequest request =
        new PairingRequest(terms.scopes(spec), terms.subject(), terms.lifetime());
    Candidate relay = chosen();
    Welcome welcome =
        Greeting.send(
            relay.uri(), tls(relay.uri()), "clasp pair", relay.adminToken() + request.text());
    String token = welcome.token();
    if (token == null || !token.startsWith(Pairing.CODE_PREFIX)) {
      throw new IOException(relay.uri() + " does not pair");
    }
    spec.commandLine().getOut().println(token.substring(Pairing.CODE_PREFIX.length()));
    PrintWriter err = spec.commandLine().getErr();
    err.println("OK Good for two minutes, one device and five tries at " + relay.uri());
    err.println("   The device connects with the token " + token);
    return 0;
  }

  private Candidate chosen() throws IOException {
    Path directory = runDirectory == null ? around.directories().run() : runDirectory;
    List<Candidate> candidates = new ArrayList<>();
    for (RelayFile relay : RelayFile.running(directory)) {
      SCHEMES.stream()
          .flatMap(scheme -> relay.uris().stream().filter(uri -> scheme.equals(uri.getScheme())))
          .filter(this::isMeant)
          .findFirst()
          .ifPresent(uri -> candidates.add(new Candidate(reachable(uri), relay.adminToken())));
    }
    if (candidates.isEmpty()) {
      throw new IOException(
          "no relay that pairs"
              + (server == null ? "" : " at " + server)
              + " has a file in "
              + directory
              + "; it must run as the same user, with --tokens");
    }
    if (candidates.size() > 1) {
      throw new IOException(
          "several relays run; choose one by --server: "
              + candidates.stream()
                  .map(each -> each.uri().toString())
                  .collect(Collectors.joining(" ")));
    }
    return candidates.get(0);
  }

  private boolean isMeant(URI listener) {
    return server == null
        || listener.getScheme().equals(server.getScheme()) && listener.getPort() == port(server);
  }

  /** A URI without a host has its port in the authority alone. */
  private static int port(URI uri) {
    String authority = String.valueOf(uri.getRawAuthority());
    return authority.matches(":[0-9]{1,5}")
        ? Integer.parseInt(authority.substring(1))
        : uri.getPort();
  }

  private TlsOptions tls(URI relay) throws IOException {
    if (authorities != null) {
      return new TlsOptions(Certificates.read(authorities), null);
    }
    return Certificates.SECURED.contains(relay.getScheme())
        ? new TlsOptions(List.of(Certificates.shownBy(relay, PATIENCE)), null)
        : TlsOptions.DEFAULT;
  }

  /** A listener on every address is reached on this machine's own. */
  private static URI reachable(URI uri) {
    boolean every = Set.of("0.0.0.0", "[::]", "[0:0:0:0:0:0:0:0]").contains(uri.getHost());
    return every ? URI.create(uri.toString().replace(uri.getHost(), "localhost")) : uri;
  }
}
