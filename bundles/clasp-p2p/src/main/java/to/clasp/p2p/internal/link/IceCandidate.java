package to.clasp.p2p.internal.link;

/**
 * A way by which a peer may be reached.
 *
 * @param candidate the line of the SDP, or an empty text at the end of the candidates
 * @param sdpMid name of the media section, or an empty text
 * @param sdpMLineIndex number of the media section
 */
public record IceCandidate(String candidate, String sdpMid, int sdpMLineIndex) {}
