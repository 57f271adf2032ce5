package to.clasp.router.internal.session.shape;

/** Has {@link Shaper#onAlarm} called once at a time; a later request replaces an earlier one. */
interface Alarm {
  /**
   * Sets it.
   *
   * @param delayNanos from now; what is past counts as now
   */
  void set(long delayNanos);

  /** Takes the request back; from any thread. */
  void cancel();
}
