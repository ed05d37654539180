package org.e2e3d.storage;

/**
 * An operation on the object store did not succeed. The kind tells what may be done about it: a
 * transient one is worth trying again later without any change, a permanent one is not.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, from the caller's point of view. */
  public enum Kind {
    /** No connection, a timeout, a broken connection, or the server answered 5xx or "slow down". */
    UNREACHABLE(true),
    /** The store has no room left. */
    FULL(true),
    /** There is no such bucket or object. */
    NOT_FOUND(false),
    /** The credentials are wrong, or they do not allow this. */
    DENIED(false),
    /** The store understood and refused: a bad name, a precondition, a length or digest. */
    REJECTED(false),
    /** The object is larger than the caller allowed. */
    TOO_LARGE(false),
    /** The store does not offer this operation. */
    UNSUPPORTED(false),
    /** A local file could not be read or written. */
    LOCAL_IO(true),
    /** The local disk is full. */
    LOCAL_FULL(true);

    private final boolean passing;

    Kind(boolean passing) {
      this.passing = passing;
    }

    /** True if the same call may succeed later without any change. */
    public boolean isTransient() {
      return passing;
    }
  }

  private final Kind kind;

  public StorageException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public StorageException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** True if the same call may succeed later without any change. */
  public boolean isTransient() {
    return kind.isTransient();
  }
}
