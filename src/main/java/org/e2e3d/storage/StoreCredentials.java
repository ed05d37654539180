package org.e2e3d.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.e2e3d.storage.StorageException.Kind;

/**
 * Who may write to the embedded store. Nobody's defaults: each folder gets its own random pair,
 * kept in its file {@code credentials}, readable by its owner only, in the form that S3 clients
 * take ({@code AWS_SHARED_CREDENTIALS_FILE}).
 *
 * @param accessKey the public half
 * @param secretKey the secret half
 */
public record StoreCredentials(String accessKey, String secretKey) {
  /** Name of the file in the store's folder. */
  public static final String FILE = "credentials";

  private static final String ACCESS = "aws_access_key_id";
  private static final String SECRET = "aws_secret_access_key";

  /** The credentials of a store's folder, made at the first call. */
  public static StoreCredentials ofFolder(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        create(folder, file);
      }
      String text = Files.readString(file);
      String access = value(text, ACCESS).orElse("");
      String secret = value(text, SECRET).orElse("");
      if (access.isEmpty() || secret.isEmpty()) {
        throw new StorageException(
            Kind.REJECTED,
            file + " has no " + ACCESS + " and " + SECRET + "; delete it or mend it");
      }
      return new StoreCredentials(access, secret);
    } catch (IOException e) {
      throw StorageErrors.local("read or write the store's credentials " + file, e);
    }
  }

  private static void create(Path folder, Path file) throws IOException {
    Files.createDirectories(folder);
    SecureRandom random = new SecureRandom();
    byte[] name = new byte[10];
    byte[] secret = new byte[30];
    random.nextBytes(name);
    random.nextBytes(secret);
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String text =
        "[default]\n"
            + ACCESS
            + " = e2e3d-"
            + encoder.encodeToString(name).replace('_', 'x').replace('-', 'y')
            + "\n"
            + SECRET
            + " = "
            + encoder.encodeToString(secret)
            + "\n";
    Path part = folder.resolve("." + FILE + "." + UUID.randomUUID());
    Files.createFile(part, ownerOnly(folder));
    try {
      Files.write(part, text.getBytes(StandardCharsets.UTF_8));
      // never over an existing file: another process may have just made it
      Files.createLink(file, part);
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (UnsupportedOperationException e) {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static Optional<String> value(String text, String name) {
    return text.lines()
        .map(String::strip)
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf('=') + 1).strip())
        .findFirst();
  }

  @Override
  public String toString() {
    return accessKey + ":(secret)";
  }
}
