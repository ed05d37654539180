package org.e2e3d.storage;

import java.net.URI;
import java.time.Duration;

/**
 * Where an S3 store is and how to speak to it.
 *
 * @param endpoint address the service uses, such as {@code http://localhost:9000}
 * @param publicEndpoint address that readers use, where it differs (in containers, behind a proxy);
 *     null for the same
 * @param accessKey who we are
 * @param secretKey its secret; never logged
 * @param region region to sign for; null lets the client ask the store
 * @param connectTimeout for making a connection
 * @param idleTimeout for a connection on which nothing moves, either way
 */
public record StoreSettings(
    URI endpoint,
    URI publicEndpoint,
    String accessKey,
    String secretKey,
    String region,
    Duration connectTimeout,
    Duration idleTimeout) {

  public StoreSettings {
    publicEndpoint = publicEndpoint == null ? endpoint : publicEndpoint;
  }

  /** With the default timeouts: 5 s to connect, 60 s of silence. */
  public static StoreSettings of(URI endpoint, String accessKey, String secretKey) {
    return new StoreSettings(
        endpoint,
        null,
        accessKey,
        secretKey,
        "us-east-1",
        Duration.ofSeconds(5),
        Duration.ofSeconds(60));
  }

  /** The same, with readers sent to another address. */
  public StoreSettings withPublicEndpoint(URI address) {
    return new StoreSettings(
        endpoint, address, accessKey, secretKey, region, connectTimeout, idleTimeout);
  }

  @Override
  public String toString() {
    return "store at " + endpoint + " as " + accessKey;
  }
}
