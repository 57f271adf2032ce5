package to.clasp.itests.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import to.clasp.itests.support.Relay;
import to.clasp.testkit.TestCertificate;
import to.clasp.transport.TlsOptions;

/** The relay as it is distributed with all its ports open, and every way to it. */
final class EveryWay implements AutoCloseable {
  private final Relay relay;
  private final List<Way> ways;

  EveryWay(Path folder) throws IOException, InterruptedException {
    TestCertificate authority = TestCertificate.authority("client");
    TestCertificate server = authority.issue("127.0.0.1");
    TlsOptions trust = new TlsOptions(List.of(authority.certificate()), null);
    relay =
        Relay.start(
            "--cert",
            server.writeChain(folder.resolve("cert.pem")).toString(),
            "--key",
            server.writeKey(folder.resolve("key.pem")).toString(),
            "--tcp-port",
            "0",
            "--udp-port",
            "0",
            "--quic-port",
            "0");
    int tcp = relay.port("tcp");
    URI secure = URI.create(relay.uri().toString().replaceFirst("^ws:", "wss:"));
    ways =
        List.of(
            Way.found(relay.uri(), TlsOptions.DEFAULT),
            Way.found(secure, trust),
            Way.jdk(relay.uri(), TlsOptions.DEFAULT),
            Way.jdk(secure, trust),
            Way.found(local("tcp", tcp), TlsOptions.DEFAULT),
            Way.found(local("tcps", tcp), trust),
            Way.found(local("udp", relay.port("udp")), TlsOptions.DEFAULT),
            Way.found(local("quic", relay.port("quic")), trust));
  }

  private static URI local(String scheme, int port) {
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  Stream<Way> all() {
    return ways.stream();
  }

  @Override
  public void close() {
    relay.close();
  }
}
