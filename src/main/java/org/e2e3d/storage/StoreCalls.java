package org.e2e3d.storage;

/** Calls of the client, whose many checked exceptions become {@link StorageException}. */
final class StoreCalls {
  private StoreCalls() {}

  /**
   * @param what what is tried, for the message: "put models/a"
   */
  static void run(String what, Action action) {
    call(
        what,
        () -> {
          action.run();
          return true;
        });
  }

  /**
   * @param what what is tried, for the message
   */
  static <T> T call(String what, Call<T> call) {
    try {
      return call.get();
    } catch (Exception e) {
      throw StorageErrors.map(what, e);
    }
  }

  /** A call without an answer. */
  interface Action {
    void run() throws Exception;
  }

  /** A call with an answer. */
  interface Call<T> {
    T get() throws Exception;
  }
}
