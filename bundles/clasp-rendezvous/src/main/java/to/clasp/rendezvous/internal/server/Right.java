package to.clasp.rendezvous.internal.server;

import to.clasp.auth.Grant;

/** What a request needs at the address of the directory. */
enum Right {
  /** Nothing: nobody is asked who it is. */
  NONE,
  /** A scope to read. */
  READ,
  /** A scope to write. */
  WRITE,
  /** A scope to administer. */
  ADMIN;

  boolean isIn(Grant grant, String address) {
    return switch (this) {
      case NONE -> true;
      case READ -> grant.mayRead(address);
      case WRITE -> grant.mayWrite(address);
      case ADMIN -> grant.mayAdmin(address);
    };
  }
}
