package to.clasp.router.internal.session;

/**
 * That the rights of a session will expire is watched until the session ends.
 *
 * @param cancel ends the watch
 */
record Tenure(Runnable cancel) implements SessionPart {

  @Override
  public void end() {
    cancel.run();
  }
}
