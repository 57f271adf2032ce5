package to.clasp.auth.internal.pairing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import to.clasp.auth.internal.cpsk.CpskConfig;
import to.clasp.auth.internal.cpsk.CpskScheme;
import to.clasp.auth.internal.tokens.PrivateFile;
import to.clasp.transport.Endpoint;

/**
 * Writes the admin token, and where the relay listens, for the tools of the user it runs as. On its
 * own, because the ports open only after the schemes are there.
 */
@Component(
    configurationPid = CpskScheme.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true,
    service = {})
public final class RelayFileWriter {
  private static final Logger LOG = LoggerFactory.getLogger(RelayFileWriter.class);

  private final Pairing pairing;
  private final Path file;
  private final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();

  /**
   * Writes the file, if a directory for it is configured.
   *
   * @param config says which
   * @param pairing has the admin token
   * @throws IOException if it cannot be written
   */
  @Activate
  public RelayFileWriter(CpskConfig config, @Reference Pairing pairing) throws IOException {
    this.pairing = pairing;
    if (config.runDirectory().isBlank()) {
      file = null;
      return;
    }
    Path directory = Path.of(config.runDirectory()).toAbsolutePath();
    try {
      PrivateFile.createDirectories(directory);
      PrivateFile.requireOwn(directory);
      RelayFile.deleteStale(directory);
      file = RelayFile.path(directory, ProcessHandle.current().pid());
      content().write(file);
    } catch (IOException e) {
      throw new IOException("runDirectory " + directory + " cannot be used: " + e.getMessage(), e);
    }
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "remove")
  void add(Endpoint endpoint) {
    endpoints.add(endpoint);
    rewrite();
  }

  void remove(Endpoint endpoint) {
    endpoints.remove(endpoint);
    rewrite();
  }

  private RelayFile content() {
    List<URI> uris = endpoints.stream().flatMap(each -> each.uris().stream()).sorted().toList();
    return new RelayFile(pairing.adminToken(), uris);
  }

  private synchronized void rewrite() {
    if (file == null) {
      return;
    }
    try {
      content().write(file);
    } catch (IOException e) {
      LOG.warn("cannot write {}: {}", file, e.getMessage());
    }
  }

  /** Takes the file away: the token in it is worth nothing any more. */
  @Deactivate
  synchronized void delete() {
    if (file == null) {
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("cannot delete {}: {}", file, e.getMessage());
    }
  }
}
