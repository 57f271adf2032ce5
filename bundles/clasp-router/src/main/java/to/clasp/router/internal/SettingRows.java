package to.clasp.router.internal;

import java.util.Arrays;
import java.util.List;

/** Rows of a setting: as several values where a host knows lists, in one text where it does not. */
public final class SettingRows {
  private SettingRows() {}

  /** The rows of all texts, which a text separates by commas; blank ones do not count. */
  public static List<String> of(String... texts) {
    return Arrays.stream(texts)
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(row -> !row.isEmpty())
        .toList();
  }
}
