package to.clasp.rendezvous.internal.relay;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import to.clasp.rendezvous.Registration;
import to.clasp.rendezvous.RendezvousOptions;

/** The checked configuration. */
record SelfSettings(
    RendezvousOptions server,
    String name,
    String publicHost,
    Map<String, String> endpoints,
    List<String> tags,
    String publicKey) {
  private static final List<String> FEATURES =
      List.of("param", "event", "stream", "timeline", "gesture");

  static SelfSettings of(SelfRegistrationConfig config) {
    return new SelfSettings(
        server(config),
        config.name().strip(),
        config.publicHost().strip(),
        endpoints(list(config.endpoints())),
        list(config.tags()),
        config.publicKey().isBlank() ? null : config.publicKey().strip());
  }

  private static RendezvousOptions server(SelfRegistrationConfig config) {
    RendezvousOptions server;
    try {
      server = RendezvousOptions.of(URI.create(config.url() == null ? "" : config.url().strip()));
    } catch (IllegalArgumentException e) {
      throw fault("url", e.getMessage());
    }
    if (config.tokenFile().isBlank()) {
      return server;
    }
    try {
      return server.withToken(Files.readString(Path.of(config.tokenFile().strip())).strip());
    } catch (IOException | IllegalArgumentException e) {
      throw fault("tokenFile", e.toString());
    }
  }

  private static List<String> list(String... values) {
    return Stream.of(values)
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static Map<String, String> endpoints(List<String> texts) {
    Map<String, String> endpoints = new TreeMap<>();
    for (String text : texts) {
      String[] parts = text.split("=", 2);
      if (parts.length < 2 || !parts[1].contains("://")) {
        throw fault("endpoints", text + " is not name=URL");
      }
      endpoints.put(parts[0].strip(), parts[1].strip());
    }
    return endpoints;
  }

  private static IllegalArgumentException fault(String key, String what) {
    return new IllegalArgumentException(SelfRegistration.PID + ": " + key + ": " + what);
  }

  Registration registration(Map<String, String> served, Map<String, String> metadata) {
    return new Registration(
        name, endpoints.isEmpty() ? served : endpoints, publicKey, FEATURES, tags, metadata);
  }
}
