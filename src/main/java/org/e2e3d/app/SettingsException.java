package org.e2e3d.app;

/** A setting has a value that cannot be used; the message names both and says what would do. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsException(String name, String value, String rule) {
    super("setting " + name + " is '" + value + "'; it must be " + rule);
  }

  SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
