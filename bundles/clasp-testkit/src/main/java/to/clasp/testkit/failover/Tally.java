package to.clasp.testkit.failover;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What one client has seen and done so far.
 *
 * @param address the param that it writes, and nobody else
 * @param at where it has a session now, or null
 * @param sessions how many sessions it has had
 * @param lastFailure why it has no session, or did not have one the last time; empty if it always
 *     had
 * @param waiting SETs that wait for their ACK
 * @param acknowledged SETs with an ACK; also the value of the last of them
 * @param revision the revision that the last ACK told
 * @param resent SETs that were sent again over another connection, for want of an ACK
 * @param doubled revisions that went to SETs without an ACK; at most {@code resent}
 * @param received values of params that came live, its own included
 * @param seen the newest revision it saw of each param
 * @param problems everything that must not happen; empty if all is well
 */
public record Tally(
    String address,
    URI at,
    int sessions,
    String lastFailure,
    int waiting,
    long acknowledged,
    long revision,
    long resent,
    long doubled,
    long received,
    Map<String, Long> seen,
    List<String> problems) {}
