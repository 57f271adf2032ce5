package to.clasp.auth.internal.pairing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import to.clasp.auth.internal.tokens.TokenText;

/**
 * The code that is offered, and the token of the one who may ask for codes. A million codes are few
 * to guess, so a code is good for one use, a short time and few tries, wherever they come from.
 */
@Component(service = Pairing.class)
public final class Pairing {
  /** What the token of a client begins with that shows a code. */
  public static final String CODE_PREFIX = "pair_";

  /** What the token begins with that lets its holder ask for codes. */
  public static final String ADMIN_PREFIX = "admin_";

  static final Duration VALIDITY = Duration.ofMinutes(2);
  static final int TRIES = 5;

  private static final int ADMIN_BYTES = 32;
  private static final int CODES = 1_000_000;

  private final String adminToken = ADMIN_PREFIX + TokenText.randomHex(ADMIN_BYTES);
  private final SecureRandom random = new SecureRandom();
  private final LongSupplier nanoTime;
  private Offer offer;

  private static final class Offer {
    private final String token;
    private final PairingRequest request;
    private final long deadline;
    private int triesLeft = TRIES;

    Offer(String token, PairingRequest request, long deadline) {
      this.token = token;
      this.request = request;
      this.deadline = deadline;
    }
  }

  /** Pairing without an offer yet, by the clock of the JVM. */
  @Activate
  public Pairing() {
    this(System::nanoTime);
  }

  Pairing(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The token that lets its holder do everything; made anew with each start. */
  String adminToken() {
    return adminToken;
  }

  /**
   * Whether a token is the admin token, alone or with a request behind it.
   *
   * @param token what a client shows
   * @return true if it is; takes the same time for every token of the same length
   */
  public boolean isAdmin(String token) {
    int end = Math.min(token.length(), adminToken.length());
    return same(token.substring(0, end), adminToken);
  }

  /**
   * Offers a code, in place of one that is offered already.
   *
   * @param token the admin token, with a request behind it or alone
   * @return what a client that pairs shows as its token; empty without a request
   * @throws IllegalArgumentException if the request is not valid; the message says why
   */
  public Optional<String> ask(String token) {
    String request = token.substring(adminToken.length());
    return request.isBlank() ? Optional.empty() : Optional.of(offer(PairingRequest.parse(request)));
  }

  synchronized String offer(PairingRequest request) {
    String token = CODE_PREFIX + "%06d".formatted(random.nextInt(CODES));
    offer = new Offer(token, request, nanoTime.getAsLong() + VALIDITY.toNanos());
    return token;
  }

  /**
   * Takes the offer, which is gone then.
   *
   * @param token what the client shows
   * @return what it is to be given; empty if this is not the code, or there is none
   */
  public synchronized Optional<PairingRequest> redeem(String token) {
    if (offer == null) {
      return Optional.empty();
    }
    Offer current = offer;
    boolean late = nanoTime.getAsLong() - current.deadline > 0;
    boolean right = same(token, current.token);
    current.triesLeft--;
    if (late || right || current.triesLeft == 0) {
      offer = null;
    }
    return right && !late ? Optional.of(current.request) : Optional.empty();
  }

  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }
}
