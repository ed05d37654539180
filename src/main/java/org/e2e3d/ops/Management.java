package org.e2e3d.ops;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Registers our MBeans under {@code org.e2e3d}, and takes them away again. */
public final class Management implements AutoCloseable {
  public static final String DOMAIN = "org.e2e3d";

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final List<ObjectName> registered = new ArrayList<>();
  private final String service;

  /**
   * @param service tells two services of one JVM apart
   */
  public Management(String service) {
    this.service = service;
  }

  public void register(String type, Object bean) {
    try {
      ObjectName name =
          new ObjectName(DOMAIN + ":type=" + type + ",service=" + ObjectName.quote(service));
      server.registerMBean(bean, name);
      registered.add(name);
    } catch (JMException e) {
      throw new IllegalStateException("the MBean " + type + " cannot be registered", e);
    }
  }

  @Override
  public void close() {
    for (ObjectName name : registered) {
      try {
        server.unregisterMBean(name);
      } catch (JMException e) {
        throw new IllegalStateException("the MBean " + name + " cannot be taken away", e);
      }
    }
    registered.clear();
  }
}
