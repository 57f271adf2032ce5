package to.clasp.router.internal.access;

import to.clasp.auth.Grant;
import to.clasp.protocol.AddressPattern;

/** Decides for every door of the router who may pass. Safe from any thread. */
public interface DoorCheck {
  /** As the scopes of the grant say, on every door alike. */
  DoorCheck SCOPES =
      new DoorCheck() {
        @Override
        public boolean allows(Grant grant, Door door, String address) {
          return door.isForWriting() ? grant.mayWrite(address) : grant.mayRead(address);
        }

        @Override
        public boolean allowsSomeOf(Grant grant, Door door, AddressPattern pattern) {
          return grant.mayReadSomeOf(pattern);
        }
      };

  /** Whether a door is open for an address. */
  boolean allows(Grant grant, Door door, String address);

  /** Whether a door for reading is open for any address that a pattern matches. */
  boolean allowsSomeOf(Grant grant, Door door, AddressPattern pattern);
}
