package to.clasp.auth.internal.cap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import to.clasp.auth.internal.use.PemKeys;
import to.clasp.auth.internal.use.Settings;

/**
 * Where the keys are that chains may begin with.
 *
 * @param keys hex of those that stand in the configuration
 * @param files files with more of them
 */
record TrustAnchors(Set<String> keys, List<Path> files) {
  private static final Pattern HEX_KEY = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_BYTES = 262_144;

  static TrustAnchors of(List<String> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("trustAnchors is empty, at least one key is needed");
    }
    Set<String> keys = new HashSet<>();
    List<Path> files = new ArrayList<>();
    for (String value : values) {
      String lower = value.toLowerCase(Locale.ROOT);
      if (HEX_KEY.matcher(lower).matches()) {
        keys.add(lower);
      } else {
        files.add(Settings.path("trustAnchors", value));
      }
    }
    return new TrustAnchors(Set.copyOf(keys), List.copyOf(files));
  }

  /**
   * Reads the files.
   *
   * @return hex of all keys
   * @throws IllegalArgumentException if one has unusable content; the message names it
   */
  Set<String> load() throws IOException {
    Set<String> all = new HashSet<>(keys);
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        addAll(new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8), all);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("trustAnchors " + file + ": " + e.getMessage(), e);
      }
    }
    return all;
  }

  private static void addAll(String text, Set<String> all) {
    List<PublicKey> pem = PemKeys.parse(text);
    for (PublicKey key : pem) {
      byte[] raw = CapVerifier.rawKey(key);
      if (raw == null) {
        throw new IllegalArgumentException("holds a key that is not Ed25519");
      }
      all.add(CapVerifier.hex(raw));
    }
    if (pem.isEmpty()) {
      addLines(text, all);
    }
  }

  private static void addLines(String text, Set<String> all) {
    int before = all.size();
    for (String line : text.split("\n")) {
      String key = line.trim().toLowerCase(Locale.ROOT);
      if (HEX_KEY.matcher(key).matches()) {
        all.add(key);
      } else if (!key.isEmpty() && !key.startsWith("#")) {
        throw new IllegalArgumentException("has a line that is not 64 hex digits");
      }
    }
    if (all.size() == before && text.isBlank()) {
      throw new IllegalArgumentException("is empty");
    }
  }
}
