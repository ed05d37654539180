package org.e2e3d.pipeline;

import java.nio.file.Path;
import java.security.SecureRandom;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * Apache Artemis inside this process, its journal on disk, reachable from nowhere else.
 *
 * <p>A message that was being worked on when the process died counts as delivered once ({@code
 * persistDeliveryCountBeforeDelivery}); without that, a message that kills its reader would come
 * back for ever.
 */
public final class EmbeddedBroker implements AutoCloseable {
  /** Where messages go that could not be handled so many times. */
  static final int DELIVERIES = 10;

  private static final long REDELIVERY_MS = 1000;
  private static final long REDELIVERY_MAX_MS = 60_000;
  private static final double REDELIVERY_JITTER = 0.5;

  private final EmbeddedActiveMQ server;
  private final String url;
  private final String queue;

  private EmbeddedBroker(EmbeddedActiveMQ server, String url, String queue) {
    this.server = server;
    this.url = url;
    this.queue = queue;
  }

  /**
   * Starts.
   *
   * @param folder the journal's; made if missing
   * @param queue the job queue's name
   * @param deadQueue name of the queue for messages that cannot be handled
   */
  public static EmbeddedBroker start(Path folder, String queue, String deadQueue) {
    // the address within this JVM: a number, by Artemis' rules; random, so that two services differ
    int id = new SecureRandom().nextInt(Integer.MAX_VALUE);
    try {
      Configuration config =
          new ConfigurationImpl()
              .setName("e2e3d-" + id)
              .setPersistenceEnabled(true)
              .setSecurityEnabled(false) // nobody but this process can connect
              .setJMXManagementEnabled(true)
              .setJournalType(JournalType.NIO)
              .setJournalDatasync(true)
              .setJournalFileSize(1 << 20)
              .setJournalMinFiles(2)
              .setJournalPoolFiles(4)
              .setMaxDiskUsage(-1)
              .setGlobalMaxSize(64L << 20)
              .setPersistDeliveryCountBeforeDelivery(true)
              .setJournalDirectory(folder.resolve("journal").toString())
              .setBindingsDirectory(folder.resolve("bindings").toString())
              .setLargeMessagesDirectory(folder.resolve("large").toString())
              .setPagingDirectory(folder.resolve("paging").toString())
              .setCriticalAnalyzer(false)
              .addAcceptorConfiguration("in-vm", "vm://" + id)
              .addAddressSetting("#", policy(deadQueue))
              .addQueueConfiguration(anycast(queue))
              .addQueueConfiguration(anycast(deadQueue));
      EmbeddedActiveMQ server = new EmbeddedActiveMQ();
      server.setConfiguration(config);
      server.start();
      return new EmbeddedBroker(server, "vm://" + id, queue);
    } catch (Exception e) {
      throw new IllegalStateException("the embedded broker did not start over " + folder, e);
    }
  }

  private static QueueConfiguration anycast(String name) {
    return QueueConfiguration.of(name)
        .setAddress(name)
        .setRoutingType(RoutingType.ANYCAST)
        .setDurable(true);
  }

  private static AddressSettings policy(String deadQueue) {
    return new AddressSettings()
        .setMaxDeliveryAttempts(DELIVERIES)
        .setDeadLetterAddress(SimpleString.of(deadQueue))
        .setExpiryAddress(SimpleString.of(deadQueue))
        .setRedeliveryDelay(REDELIVERY_MS)
        .setRedeliveryMultiplier(2)
        .setRedeliveryCollisionAvoidanceFactor(REDELIVERY_JITTER)
        .setMaxRedeliveryDelay(REDELIVERY_MAX_MS)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false);
  }

  /** Address for a connection factory of this process. */
  public String url() {
    return url;
  }

  /** Messages in the job queue, those being worked on included. */
  public long depth() {
    var found = server.getActiveMQServer().locateQueue(SimpleString.of(queue));
    return found == null ? 0 : found.getMessageCount();
  }

  /** True if it runs. */
  public boolean alive() {
    return server.getActiveMQServer().isStarted();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the embedded broker did not stop properly", e);
    }
  }
}
