package to.clasp.transport.netty;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a port is secured. Two ports with equal settings share one {@link ServerTls}.
 *
 * @param certificateFile PEM file with the certificate, followed by those that issued it; null if
 *     self-signed
 * @param keyFile PEM file with the private key of the first certificate; null if self-signed
 * @param selfSigned whether the process makes a certificate itself
 * @param clientCertificates whether clients are asked for certificates
 * @param clientCaFile PEM file with the issuers of client certificates; null if none are asked for
 * @param tlsOnly whether clients without TLS are refused; always true where clients must have
 *     certificates, which they could not show otherwise
 */
public record TlsSettings(
    Path certificateFile,
    Path keyFile,
    boolean selfSigned,
    ClientCertificates clientCertificates,
    Path clientCaFile,
    boolean tlsOnly) {
  /**
   * Checks that the settings go together.
   *
   * @throws IllegalArgumentException if not; names the key of the configuration
   */
  public TlsSettings {
    requireNonNull(clientCertificates, "clientCertificates");
    tlsOnly |= clientCertificates == ClientCertificates.REQUIRED;
    if (selfSigned && (certificateFile != null || keyFile != null)) {
      throw wrong("selfSigned excludes certificateFile and keyFile");
    }
    if ((certificateFile == null) != (keyFile == null)) {
      throw wrong(
          certificateFile == null
              ? "keyFile needs certificateFile"
              : "certificateFile needs keyFile");
    }
    if (!selfSigned && certificateFile == null) {
      throw wrong("TLS needs certificateFile and keyFile, or selfSigned");
    }
    if (clientCertificates == ClientCertificates.NONE && clientCaFile != null) {
      throw wrong("clientCaFile needs clientCertificates = optional or required");
    }
    if (clientCertificates != ClientCertificates.NONE && clientCaFile == null) {
      throw wrong("clientCertificates = " + name(clientCertificates) + " needs clientCaFile");
    }
  }

  /**
   * Reads the keys of a configuration. An empty or missing text is a key that is not set.
   *
   * @param certificateFile key {@code certificateFile}
   * @param keyFile key {@code keyFile}
   * @param selfSigned key {@code selfSigned}
   * @param tlsOnly key {@code tlsOnly}
   * @param clientCertificates key {@code clientCertificates}: none, optional or required
   * @param clientCaFile key {@code clientCaFile}
   * @return the settings, or null if none of the keys asks for TLS
   * @throws IllegalArgumentException if a value is wrong; names the key
   */
  public static TlsSettings of(
      String certificateFile,
      String keyFile,
      boolean selfSigned,
      boolean tlsOnly,
      String clientCertificates,
      String clientCaFile) {
    Path certificate = path("certificateFile", certificateFile);
    Path key = path("keyFile", keyFile);
    Path clientCa = path("clientCaFile", clientCaFile);
    ClientCertificates asked = asked(clientCertificates);
    if (certificate == null && key == null && !selfSigned) {
      refuseAlone("tlsOnly", tlsOnly);
      refuseAlone("clientCertificates", asked != ClientCertificates.NONE);
      refuseAlone("clientCaFile", clientCa != null);
      return null;
    }
    return new TlsSettings(certificate, key, selfSigned, asked, clientCa, tlsOnly);
  }

  private static void refuseAlone(String key, boolean set) {
    if (set) {
      throw wrong(key + " needs certificateFile and keyFile, or selfSigned");
    }
  }

  private static Path path(String key, String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      return Path.of(value.trim());
    } catch (InvalidPathException invalid) {
      throw wrong(key + " = '" + value + "' must be the path of a file");
    }
  }

  private static ClientCertificates asked(String value) {
    String text = value == null || value.isBlank() ? "none" : value.trim();
    return Arrays.stream(ClientCertificates.values())
        .filter(each -> name(each).equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "clientCertificates = '"
                        + value
                        + "' must be "
                        + Arrays.stream(ClientCertificates.values())
                            .map(TlsSettings::name)
                            .collect(Collectors.joining(", "))));
  }

  private static String name(ClientCertificates value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(text);
  }
}
