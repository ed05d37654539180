package org.e2e3d.faults;

import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis broker in a process of its own: FOLDER PORT QUEUE. */
final class BrokerProcess {
  private BrokerProcess() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    server.setConfiguration(
        new ConfigurationImpl()
            .setPersistenceEnabled(true)
            .setSecurityEnabled(false)
            .setJournalType(JournalType.NIO)
            .setJournalFileSize(1 << 20)
            .setJournalMinFiles(2)
            .setMaxDiskUsage(-1)
            .setJournalDirectory(folder.resolve("journal").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + args[1])
            .addAddressSetting(
                "#",
                new AddressSettings()
                    .setMaxDeliveryAttempts(10)
                    .setRedeliveryDelay(200)
                    .setDeadLetterAddress(SimpleString.of(args[2] + ".dead"))
                    .setExpiryAddress(SimpleString.of(args[2] + ".dead"))
                    .setAutoDeleteQueues(false)
                    .setAutoDeleteAddresses(false))
            .addQueueConfiguration(queue(args[2]))
            .addQueueConfiguration(queue(args[2] + ".dead")));
    server.start();
    System.out.println("ready");
    System.out.flush();
    Thread.currentThread().join();
  }

  private static QueueConfiguration queue(String name) {
    return QueueConfiguration.of(name)
        .setAddress(name)
        .setRoutingType(RoutingType.ANYCAST)
        .setDurable(true);
  }
}
