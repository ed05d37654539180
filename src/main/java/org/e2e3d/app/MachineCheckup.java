package org.e2e3d.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.lwjgl.util.meshoptimizer.MeshOptimizer;

/** Checks of the machine: Java, natives, disk, ports. */
final class MachineCheckup {
  private static final int LEAST_JAVA = 17;
  private static final long LEAST_DISK = 2L << 30;

  private MachineCheckup() {}

  static Finding java() {
    String found = Runtime.version() + " at " + System.getProperty("java.home");
    return Runtime.version().feature() >= LEAST_JAVA
        ? Finding.good("Java", found)
        : Finding.bad(
            "Java", found, "install a JDK of version 17 or later and set JAVA_HOME to it");
  }

  /** Loads and uses each native library for real. */
  static Finding natives() {
    try {
      Loader.load(opencv_core.class);
      try (Mat m = Mat.eye(3, 3, opencv_core.CV_64F).asMat()) {
        if (opencv_core.countNonZero(m) != 3) {
          return Finding.bad(
              "natives", "OpenCV computes wrongly", "report this with the machine's processor");
        }
      }
      Loader.load(org.bytedeco.opencv.opencv_features2d.SIFT.class);
      Loader.load(org.bytedeco.openblas.global.openblas.class);
      float[] x = {3, 4};
      float norm = org.bytedeco.openblas.global.openblas.cblas_snrm2(2, x, 1);
      if (Math.abs(norm - 5) > 1e-5) {
        return Finding.bad(
            "natives", "OpenBLAS computes wrongly", "report this with the machine's processor");
      }
      int bound = (int) MeshOptimizer.meshopt_encodeVertexBufferBound(1, 16);
      return Finding.good(
          "natives",
          "OpenCV "
              + opencv_core.CV_VERSION
              + ", OpenBLAS, meshoptimizer ("
              + bound
              + " bytes a vertex) on "
              + Loader.getPlatform());
    } catch (LinkageError | RuntimeException e) {
      return Finding.bad(
          "natives",
          e.toString(),
          "build on this machine (./e2e3d build fetches the natives of its own platform); on a minimal Debian install libgtk2.0-0, which OpenCV's natives are linked to");
    }
  }

  static Finding disk(Path folder) {
    try {
      Path there = folder.toAbsolutePath();
      while (!Files.exists(there)) {
        there = there.getParent();
      }
      long free = Files.getFileStore(there).getUsableSpace();
      String detail =
          String.format(Locale.ROOT, "%.1f GiB free for %s", free / (double) (1L << 30), folder);
      if (!Files.isWritable(there)) {
        return Finding.bad(
            "disk",
            there + " is not writable",
            "give this user the right to write there, or set another data folder");
      }
      return free >= LEAST_DISK
          ? Finding.good("disk", detail)
          : Finding.bad("disk", detail, "free at least 2 GiB, or set another data folder");
    } catch (IOException e) {
      return Finding.bad("disk", e.toString(), "set a data folder that exists on a local disk");
    }
  }

  /** Whether a server could listen there now. */
  static Finding port(String what, String host, int port) {
    String place = host + ":" + port;
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return Finding.good(what, place + " is free");
    } catch (IOException e) {
      return Finding.bad(
          what, place + ": " + e.getMessage(), "stop what listens there, or set another port");
    }
  }
}
