/** Direct connections by webrtc-java. The only place that touches native code. */
package to.clasp.p2p.internal.webrtc;
