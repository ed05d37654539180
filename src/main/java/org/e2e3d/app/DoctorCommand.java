package org.e2e3d.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.e2e3d.job.JobStore;
import org.e2e3d.storage.ObjectStore;
import org.e2e3d.storage.PutOptions;
import org.e2e3d.storage.StorageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: checks what the service needs, and says the cure. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Checks Java, natives, disk, ports, store, public read and database, and says the cure.")
final class DoctorCommand implements Callable<Integer> {
  @Mixin private ServiceFlags flags;

  @Override
  public Integer call() {
    Settings settings = flags.settings();
    List<Finding> findings = new ArrayList<>();
    findings.add(MachineCheckup.java());
    findings.add(MachineCheckup.natives());
    findings.add(MachineCheckup.disk(settings.data()));
    store(settings, findings);
    findings.add(database(settings));
    findings.forEach(DoctorCommand::print);
    return findings.stream().allMatch(Finding::good) ? 0 : 1;
  }

  private static void print(Finding f) {
    System.out.println(
        String.format(
            Locale.ROOT, "%-4s %-12s %s", f.good() ? "ok" : "BAD", f.subject(), f.detail()));
    if (!f.good()) {
      System.out.println("                  cure: " + f.cure());
    }
  }

  private static void store(Settings settings, List<Finding> findings) {
    try (StoreAccess access = StoreAccess.open(settings)) {
      if (!access.isServedByAnother()) {
        findings.add(
            MachineCheckup.port("store port", settings.store().host(), settings.store().port()));
        findings.add(
            MachineCheckup.port(
                "management", settings.management().host(), settings.management().port()));
      }
      String bucket = settings.store().modelsBucket();
      access.store().ensureBucket(bucket);
      findings.add(
          Finding.good(
              "store",
              settings
                      .store()
                      .endpoint()
                      .map(Object::toString)
                      .orElse("embedded in " + settings.objects())
                  + " answers"));
      findings.add(publicRead(access.store(), bucket));
    } catch (StorageException | IllegalStateException e) {
      findings.add(
          Finding.bad(
              "store",
              e.getMessage(),
              "start the store, or correct e2e3d.s3.endpoint, e2e3d.s3.access-key and e2e3d.s3.secret-key"));
    }
  }

  /** Publishes a small object as a model would be, reads it as a stranger, and removes it. */
  private static Finding publicRead(ObjectStore store, String bucket) {
    String key = ".doctor/" + UUID.randomUUID();
    try {
      store.makePublic(bucket);
      store.put(
          bucket,
          key,
          "ok".getBytes(StandardCharsets.UTF_8),
          new PutOptions("text/plain", true, Map.of()));
      ObjectStore.AnonymousRead read = store.verifyAnonymousRead(store.publicUrl(bucket, key));
      return read.bytes() == 2
          ? Finding.good("public read", "anybody can read the bucket " + bucket)
          : Finding.bad(
              "public read",
              read.bytes() + " bytes came back in place of 2",
              "look for a proxy before the store");
    } catch (StorageException e) {
      return Finding.bad(
          "public read",
          e.getMessage(),
          "give the bucket "
              + bucket
              + " a policy that lets anybody read its objects, or set e2e3d.s3.public-url");
    } finally {
      store.delete(bucket, key);
    }
  }

  private static Finding database(Settings settings) {
    String place = settings.database().url().orElse("embedded in " + settings.db());
    try (JobStore jobs = JobStores.open(settings)) {
      return Finding.good("database", place + " answers in " + jobs.ping().toMillis() + " ms");
    } catch (RuntimeException e) {
      return Finding.bad(
          "database",
          place + ": " + e.getMessage(),
          "start the database, or correct e2e3d.db.url, e2e3d.db.user and e2e3d.db.password");
    }
  }
}
