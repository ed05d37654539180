package org.e2e3d.pipeline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The product's own routes (the files of {@code routes/}, steps and order as they stand) in a Camel
 * context without broker and timers. What differs: a bean step looks its bean up in the process
 * that runs it, so that one context serves many processes, each with beans of its own; {@code jms}
 * and {@code timer} hand what they send and receive to the model.
 */
final class ModelRoutes implements AutoCloseable {
  private static final Pattern BEAN =
      Pattern.compile("- bean: \\{ id: ([\\w-]+), ref: (\\w+), method: (.*?) \\}");
  private static final List<String> FILES =
      List.of("03-intake", "04-job-queue", "05-run", "06-publish", "07-dead-letter", "08-notify");

  /** A bean step: which bean and which method. */
  record Step(String bean, String method) {}

  /** A process of the model: its beans, and where its messages go. */
  interface Host {
    Processor step(String id);

    void send(String job);
  }

  private final DefaultCamelContext context = new DefaultCamelContext();
  private final Map<String, Step> steps = new HashMap<>();
  private final Map<String, Processor> consumers = new ConcurrentHashMap<>();
  private static final ThreadLocal<Host> HERE = new ThreadLocal<>();

  /**
   * @param change what a test does to the text of the routes before they are loaded
   */
  ModelRoutes(UnaryOperator<String> change) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("e2e3d.queue", "jobs");
    properties.setProperty("e2e3d.job.resend", "1000");
    properties.setProperty("e2e3d.job.parallel", "1");
    context.getPropertiesComponent().setInitialProperties(properties);
    context.addComponent("jms", new Handed());
    context.addComponent("timer", new Handed());
    context.disableJMX();
    StringBuilder all = new StringBuilder();
    for (String file : FILES) {
      all.append(text(file)).append('\n');
    }
    String changed = change.apply(all.toString());
    Matcher bean = BEAN.matcher(changed);
    StringBuilder rewritten = new StringBuilder();
    while (bean.find()) {
      String method = bean.group(3).replaceAll("^\"|\"$", "");
      steps.put(bean.group(1), new Step(bean.group(2), method));
      context.getRegistry().bind("step-" + bean.group(1), dispatch(bean.group(1)));
      bean.appendReplacement(
          rewritten,
          "- process: { id: " + bean.group(1) + ", ref: \"step-" + bean.group(1) + "\" }");
    }
    bean.appendTail(rewritten);
    if (rewritten.indexOf("bean:") >= 0) {
      throw new IllegalStateException("a bean step is written in another way: " + rewritten);
    }
    // one file a concern, each with its own onException: loaded apart, as the product does
    for (String part : rewritten.toString().split("(?m)^#~", -1)) {
      if (!part.isBlank()) {
        String name = part.substring(0, part.indexOf('\n'));
        Resource resource =
            ResourceHelper.fromString(name + ".camel.yaml", part.substring(name.length()));
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
      }
    }
    context.start();
  }

  private static String text(String file) throws IOException {
    return "#~"
        + file
        + "\n"
        + Files.readString(Path.of("routes", file + ".camel.yaml"), StandardCharsets.UTF_8);
  }

  Map<String, Step> steps() {
    return steps;
  }

  CamelContext context() {
    return context;
  }

  private Processor dispatch(String id) {
    return exchange -> HERE.get().step(id).process(exchange);
  }

  /**
   * Runs a route in a process, in this thread, to its end.
   *
   * @param from "direct:…" or the endpoint of a consumer, up to its parameters
   * @return what went wrong; null if the route ended well
   */
  Throwable run(Host process, String from, Object body) {
    HERE.set(process);
    try {
      Exchange exchange = context.getEndpoint("direct:run").createExchange();
      exchange.getMessage().setBody(body);
      Processor consumer = consumers.get(from);
      if (consumer != null) {
        try {
          consumer.process(exchange);
        } catch (Exception e) {
          return e;
        }
        return exchange.getException();
      }
      try (var template = context.createProducerTemplate()) {
        return template.send(from, exchange).getException();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    } finally {
      HERE.remove();
    }
  }

  @Override
  public void close() {
    context.stop();
  }

  /** A component whose consumers are driven by the model and whose producers tell it. */
  private final class Handed extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> parameters) {
      parameters.clear();
      return new HandedEndpoint(uri.replaceAll("\\?.*", ""), this);
    }

    @Override
    public boolean useIntrospectionOnEndpoint() {
      return false;
    }
  }

  private final class HandedEndpoint extends DefaultEndpoint {
    HandedEndpoint(String uri, Component component) {
      super(uri, component);
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(Exchange exchange) {
          HERE.get().send(exchange.getMessage().getBody(String.class));
        }
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      consumers.put(getEndpointUri().replaceAll("\\?.*", "").replace("://", ":"), processor);
      return new DefaultConsumer(this, processor);
    }
  }
}
