package to.clasp.transport.netty.tls.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A PEM file that a key of the configuration names. What is wrong with it is told with both. */
record PemFile(String key, Path file) {
  /** Far more than a chain of certificates needs. */
  private static final int LARGEST = 1 << 20;

  /** Understands the blocks of the file. */
  private interface Parser<T> {
    T parse(List<PemBlock> blocks) throws IOException;
  }

  List<X509Certificate> certificates() throws IOException {
    return read(PemCertificates::of);
  }

  PrivateKey privateKey() throws IOException {
    return read(PemKey::of);
  }

  private <T> T read(Parser<T> parser) throws IOException {
    try {
      return parser.parse(PemBlock.parse(text()));
    } catch (NoSuchFileException missing) {
      throw wrong("no such file", missing);
    } catch (AccessDeniedException denied) {
      throw wrong("may not be read by this process", denied);
    } catch (IOException failure) {
      throw wrong(failure.getMessage(), failure);
    }
  }

  private String text() throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("is a directory");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("is larger than " + LARGEST + " bytes");
      }
      return new String(bytes, ISO_8859_1);
    }
  }

  IOException wrong(String what, Throwable cause) {
    return new IOException(this + ": " + what, cause);
  }

  @Override
  public String toString() {
    return key + " " + file;
  }
}
