package org.e2e3d.testing;

import java.util.Arrays;
import org.e2e3d.engine.scene.TriangleMesh;

/**
 * Puts exact meshes together from boxes, slabs and spheres (z is up, faces counter-clockwise from
 * outside), each with the number of a material.
 */
public final class SceneMesh {
  private float[] xyz = new float[0];
  private int[] triangles = new int[0];
  private int[] materials = new int[0];

  /**
   * Adds a box.
   *
   * @param centre its middle
   * @param size its three edge lengths
   * @param yaw turn about the upright axis, degrees
   * @param divisions squares along each edge of a side
   */
  public SceneMesh box(double[] centre, double[] size, double yaw, int material, int divisions) {
    double cos = Math.cos(Math.toRadians(yaw));
    double sin = Math.sin(Math.toRadians(yaw));
    for (int axis = 0; axis < 3; axis++) {
      int u = (axis + 1) % 3;
      int v = (axis + 2) % 3;
      for (int side = -1; side <= 1; side += 2) {
        double[][] grid = new double[(divisions + 1) * (divisions + 1)][];
        for (int i = 0; i <= divisions; i++) {
          for (int j = 0; j <= divisions; j++) {
            double[] p = new double[3];
            p[axis] = side * size[axis] / 2;
            p[u] = side * size[u] * ((double) j / divisions - 0.5);
            p[v] = size[v] * ((double) i / divisions - 0.5);
            grid[i * (divisions + 1) + j] =
                new double[] {
                  centre[0] + cos * p[0] - sin * p[1],
                  centre[1] + sin * p[0] + cos * p[1],
                  centre[2] + p[2]
                };
          }
        }
        grid(grid, divisions, divisions, material);
      }
    }
    return this;
  }

  /** Adds a sphere of 2*divisions meridians and divisions parallels. */
  public SceneMesh sphere(double[] centre, double radius, int material, int divisions) {
    int columns = 2 * divisions;
    double[][] grid = new double[(divisions + 1) * (columns + 1)][];
    for (int i = 0; i <= divisions; i++) {
      double polar = Math.PI * (i / (double) divisions - 0.5);
      for (int j = 0; j <= columns; j++) {
        double turn = 2 * Math.PI * (j % columns) / columns;
        grid[i * (columns + 1) + j] =
            new double[] {
              centre[0] + radius * Math.cos(polar) * Math.cos(turn),
              centre[1] + radius * Math.cos(polar) * Math.sin(turn),
              centre[2] + radius * Math.sin(polar)
            };
      }
    }
    grid(grid, divisions, columns, material);
    return this;
  }

  /** Squares of a grid whose row direction x column direction points outwards, halved. */
  private void grid(double[][] points, int rows, int columns, int material) {
    int base = xyz.length / 3;
    int at = xyz.length;
    xyz = Arrays.copyOf(xyz, at + 3 * points.length);
    for (double[] p : points) {
      for (int k = 0; k < 3; k++) {
        xyz[at++] = (float) p[k];
      }
    }
    int face = triangles.length;
    triangles = Arrays.copyOf(triangles, face + 6 * rows * columns);
    int before = materials.length;
    materials = Arrays.copyOf(materials, before + 2 * rows * columns);
    Arrays.fill(materials, before, materials.length, material);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int a = base + i * (columns + 1) + j;
        int d = a + columns + 1;
        for (int corner : new int[] {a, a + 1, d + 1, a, d + 1, d}) {
          triangles[face++] = corner;
        }
      }
    }
  }

  public TriangleMesh mesh() {
    return new TriangleMesh(xyz.clone(), triangles.clone(), new byte[0]);
  }

  /** The material of each face. */
  public int[] materials() {
    return materials.clone();
  }
}
