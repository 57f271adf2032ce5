package to.clasp.auth.internal.use;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Values of a configuration as the schemes read them; each fault names its key. */
public final class Settings {
  private Settings() {}

  /**
   * The elements of a list that are not blank.
   *
   * @param values the elements, or null for none; one may hold several, separated by commas
   * @return the elements, trimmed
   */
  public static List<String> list(String... values) {
    List<String> list = new ArrayList<>();
    if (values != null) {
      for (String value : values) {
        for (String each : value.split(",")) {
          if (!each.isBlank()) {
            list.add(each.trim());
          }
        }
      }
    }
    return List.copyOf(list);
  }

  /**
   * A file.
   *
   * @param key the key it stands at
   * @param value its path, or blank for none
   * @return the path, or null for none
   * @throws IllegalArgumentException if it is no path
   */
  public static Path path(String key, String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      return Path.of(value.trim());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  /**
   * A number.
   *
   * @param key the key it stands at
   * @param value the number
   * @param least the least that is allowed
   * @param most the greatest that is allowed
   * @return the number
   * @throws IllegalArgumentException if it is out of range
   */
  public static int inRange(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + " is " + value + ", must be from " + least + " to " + most);
    }
    return value;
  }
}
