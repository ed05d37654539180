package org.e2e3d.engine.sfm.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CholeskyTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 7, 8, 61})
  void solvesDefiniteSystems(int n) {
    Random random = new Random(n);
    double[][] b = new double[n][n];
    double[][] a = new double[n][n];
    double[] flat = new double[n * n];
    for (double[] row : b) {
      java.util.Arrays.setAll(row, j -> random.nextInt(3) == 0 ? random.nextGaussian() : 0);
    }
    double[] x = random.doubles(n, -1, 1).toArray();
    double[] right = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < n; k++) {
          a[i][j] += b[k][i] * b[k][j];
        }
        a[i][j] += i == j ? 1 : 0;
        flat[i * n + j] = a[i][j];
        right[i] += a[i][j] * x[j];
      }
    }
    double[] small = right.clone();
    assertThat(Cholesky.solve(flat, small, n)).isTrue();
    assertThat(small).containsExactly(x, within(1e-9));
    assertThat(Cholesky.factor(a, n)).isTrue();
    Cholesky.solveFactored(a, right, n);
    assertThat(right).containsExactly(x, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 6})
  void refusesIndefiniteSystems(int n) {
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i][i] = i == n - 1 ? -1 : 1;
    }
    assertThat(Cholesky.factor(a, n)).isFalse();
  }
}
