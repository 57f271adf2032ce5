package to.clasp.transport.netty.tls.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** The certificates among the blocks of a PEM file. */
final class PemCertificates {
  private static final int MOST = 1000;

  private PemCertificates() {}

  static List<X509Certificate> of(List<PemBlock> blocks) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemBlock block : blocks) {
      if (block.type().equals("CERTIFICATE") || block.type().equals("X509 CERTIFICATE")) {
        certificates.add(certificate(block, certificates.size() + 1));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException("holds no certificate, but " + blocks.get(0).type());
    }
    if (certificates.size() > MOST) {
      throw new IOException("holds more than " + MOST + " certificates");
    }
    return certificates;
  }

  private static X509Certificate certificate(PemBlock block, int number) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.bytes()));
    } catch (CertificateException invalid) {
      throw new IOException("certificate " + number + " is not valid: " + reason(invalid), invalid);
    }
  }

  private static String reason(Throwable failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
