package org.e2e3d.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between the service and its store, and treats what passes as it is told. */
final class FaultProxy implements AutoCloseable {
  enum Mode {
    PASS,
    /** Every connection is reset. */
    REFUSE,
    /** Every request is answered 503 Slow Down. */
    UNAVAILABLE,
    /** Every request is answered 403 Access Denied. */
    DENY,
    /** Every piece of data is held for a while. */
    SLOW,
    /** Connections are reset after some bytes, in the middle of bodies. */
    CUT
  }

  private static final int PIECE = 4096;
  private final ServerSocket server;
  private final int target;
  private final Random random;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong faults = new AtomicLong();
  private volatile Mode mode = Mode.PASS;

  FaultProxy(int target, long seed) throws IOException {
    this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    this.target = target;
    this.random = new Random(seed);
    thread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many connections and requests were treated badly. */
  long faults() {
    return faults.get();
  }

  void set(Mode next) {
    mode = next;
    if (next == Mode.REFUSE || next == Mode.UNAVAILABLE || next == Mode.DENY) {
      sockets.forEach(FaultProxy::reset);
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        thread(() -> serve(client));
      } catch (IOException e) {
        // closed
      }
    }
  }

  private void serve(Socket client) {
    sockets.add(client);
    try {
      if (mode == Mode.REFUSE) {
        faults.incrementAndGet();
        reset(client);
      } else if (mode == Mode.UNAVAILABLE) {
        faults.incrementAndGet();
        answer(client, "503 Service Unavailable", "SlowDown");
      } else if (mode == Mode.DENY) {
        faults.incrementAndGet();
        answer(client, "403 Forbidden", "AccessDenied");
      } else {
        Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(behind);
        thread(() -> pump(behind, client));
        pump(client, behind);
      }
    } catch (IOException e) {
      reset(client);
    } finally {
      sockets.remove(client);
    }
  }

  private static void answer(Socket client, String status, String code) throws IOException {
    byte[] body =
        ("<?xml version=\"1.0\"?><Error><Code>"
                + code
                + "</Code><Message>please</Message>"
                + "<Resource>/</Resource><RequestId>1</RequestId></Error>")
            .getBytes(StandardCharsets.UTF_8);
    client.setSoTimeout(200);
    InputStream in = client.getInputStream();
    if (in.read(new byte[PIECE]) < 0) {
      return;
    }
    OutputStream out = client.getOutputStream();
    out.write(
        ("HTTP/1.1 "
                + status
                + "\r\nContent-Type: application/xml\r\nContent-Length: "
                + body.length
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
    client.shutdownOutput();
    client.close();
  }

  private void pump(Socket from, Socket to) {
    byte[] piece = new byte[PIECE];
    long left = 500 + (long) (next() * 60_000);
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        if (mode == Mode.SLOW) {
          faults.incrementAndGet();
          TimeUnit.MILLISECONDS.sleep((long) (next() * 60));
        }
        if (mode == Mode.CUT) {
          left -= n;
          if (left < 0) {
            faults.incrementAndGet();
            out.write(piece, 0, n / 2);
            out.flush();
            reset(from);
            reset(to);
            return;
          }
        }
        out.write(piece, 0, n);
        out.flush();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
    }
  }

  private double next() {
    synchronized (random) {
      return random.nextDouble();
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // it is gone already
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(FaultProxy::reset);
  }
}
