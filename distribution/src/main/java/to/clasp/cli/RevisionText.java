package to.clasp.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads revisions, which have no sign. */
final class RevisionText implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return Long.parseUnsignedLong(text);
    } catch (NumberFormatException wrong) {
      throw new TypeConversionException(
          "'"
              + text
              + "' is not a revision: a whole number from 0 to "
              + Long.toUnsignedString(-1));
    }
  }
}
