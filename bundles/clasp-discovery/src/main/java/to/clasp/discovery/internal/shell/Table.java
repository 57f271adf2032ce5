package to.clasp.discovery.internal.shell;

import java.io.PrintWriter;
import java.util.List;

/** Rows of text in columns. */
public final class Table {
  private Table() {}

  /**
   * Prints rows, each column as wide as its widest text; the last is not filled up.
   *
   * @param out where to
   * @param rows the head first; all of the same number of columns
   */
  public static void print(PrintWriter out, List<List<String>> rows) {
    int last = rows.get(0).size() - 1;
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < last; column++) {
        int at = column;
        int width = rows.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
        line.append(row.get(column)).append(" ".repeat(width - row.get(column).length() + 2));
      }
      out.println(line.append(row.get(last)));
    }
  }
}
