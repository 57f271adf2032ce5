package to.clasp.router.internal;

/** Checks numbers of a configuration. */
public final class SettingRange {
  private SettingRange() {}

  /**
   * Checks a number.
   *
   * @throws IllegalArgumentException if it is out of range; the message names the key
   */
  public static int require(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          key + " is " + value + ", must be " + least + " to " + most);
    }
    return value;
  }
}
