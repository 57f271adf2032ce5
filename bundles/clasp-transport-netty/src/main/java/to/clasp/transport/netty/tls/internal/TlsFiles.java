package to.clasp.transport.netty.tls.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import to.clasp.transport.netty.TlsMaterial;
import to.clasp.transport.netty.TlsSettings;

/** Reads what the settings of a port name, and checks that it goes together. */
final class TlsFiles {
  private TlsFiles() {}

  /** The files that settings name. */
  static List<Path> of(TlsSettings settings) {
    List<Path> files = new ArrayList<>();
    if (!settings.selfSigned()) {
      files.add(settings.certificateFile());
      files.add(settings.keyFile());
    }
    if (settings.clientCaFile() != null) {
      files.add(settings.clientCaFile());
    }
    return files;
  }

  static TlsMaterial identity(TlsSettings settings, List<X509Certificate> clientCas)
      throws IOException {
    PemFile certificates = new PemFile("certificateFile", settings.certificateFile());
    PemFile keys = new PemFile("keyFile", settings.keyFile());
    List<X509Certificate> chain = certificates.certificates();
    PrivateKey key = keys.privateKey();
    if (!KeyPairCheck.matches(key, chain.get(0).getPublicKey())) {
      throw keys.wrong("is not the key of the first certificate in " + certificates, null);
    }
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i - 1)
          .getIssuerX500Principal()
          .equals(chain.get(i).getSubjectX500Principal())) {
        throw certificates.wrong(
            "certificate " + (i + 1) + " is not that of the issuer of certificate " + i, null);
      }
    }
    return new TlsMaterial(key, chain, clientCas);
  }

  static List<X509Certificate> clientCas(TlsSettings settings) throws IOException {
    return settings.clientCaFile() == null
        ? List.of()
        : new PemFile("clientCaFile", settings.clientCaFile()).certificates();
  }
}
