package to.clasp.discovery.internal.dns;

import java.util.List;
import java.util.stream.Stream;

/**
 * A query or a response.
 *
 * @param id repeats that of the question in answers outside of multicast, else 0
 * @param response whether it is a response
 * @param questions what is asked
 * @param answers what is known; in a query what need not be said again
 * @param authorities in a query, what the sender is about to claim
 * @param additionals what may be asked next
 */
public record DnsMessage(
    int id,
    boolean response,
    List<Question> questions,
    List<DnsRecord> answers,
    List<DnsRecord> authorities,
    List<DnsRecord> additionals) {
  /**
   * A question.
   *
   * @param name about whom
   * @param type the kind of records, or {@link DnsRecord#ANY}
   */
  public record Question(DnsName name, int type) {
    /**
     * Whether a record answers it.
     *
     * @param record any record
     * @return true if it does
     */
    public boolean isAnsweredBy(DnsRecord record) {
      return name.equals(record.name()) && (type == DnsRecord.ANY || type == record.data().type());
    }
  }

  /** Copies the lists. */
  public DnsMessage {
    questions = List.copyOf(questions);
    answers = List.copyOf(answers);
    authorities = List.copyOf(authorities);
    additionals = List.copyOf(additionals);
  }

  /**
   * A query.
   *
   * @param questions what is asked
   * @param known what need not be said again
   * @return the message
   */
  public static DnsMessage query(List<Question> questions, List<DnsRecord> known) {
    return new DnsMessage(0, false, questions, known, List.of(), List.of());
  }

  /**
   * A query by somebody who is about to claim a name.
   *
   * @param name the name
   * @param claim what is going to be said about it
   * @return the message
   */
  public static DnsMessage probe(DnsName name, List<DnsRecord> claim) {
    return new DnsMessage(
        0, false, List.of(new Question(name, DnsRecord.ANY)), List.of(), claim, List.of());
  }

  /**
   * A response that nobody may have asked for.
   *
   * @param answers what is said
   * @return the message
   */
  public static DnsMessage response(List<DnsRecord> answers) {
    return new DnsMessage(0, true, List.of(), answers, List.of(), List.of());
  }

  /**
   * All that a response says.
   *
   * @return answers and additionals
   */
  public Stream<DnsRecord> said() {
    return Stream.concat(answers.stream(), additionals.stream());
  }
}
