package org.e2e3d.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExifDataTest {
  private static final byte[] JPEG = TestImages.blocks(".jpg", 600, 400, 1);

  private static final int MAKE = 271;
  private static final int MODEL = 272;
  private static final int ORIENTATION = 274;
  private static final int TIME = 36867;
  private static final int FOCAL = 37386;
  private static final int FRACTION = 37521;
  private static final int PIXELS_ACROSS = 40962;
  private static final int PIXELS_DOWN = 40963;
  private static final int PLANE_RESOLUTION = 41486;
  private static final int PLANE_UNIT = 41488;
  private static final int FOCAL_35 = 41989;

  private final SensorWidths sensors = SensorWidths.load();

  @Test
  void theTableKnowsWhatMakersPrint() {
    // 24 mm before a sensor of 22.3 mm, 600 pixels across it.
    assertThat(
            focal(
                new TestExif()
                    .main(MAKE, "Canon")
                    .main(MODEL, "Canon EOS 700D")
                    .camera(FOCAL, mm(24))))
        .isCloseTo(600 * 24 / 22.3, within(0.01));
    assertThat(
            focal(
                new TestExif()
                    .main(MAKE, "NIKON CORPORATION")
                    .main(MODEL, "NIKON D810")
                    .camera(FOCAL, mm(35))))
        .isCloseTo(600 * 35 / 35.9, within(0.01));
    assertThat(focal(new TestExif().main(MAKE, "DJI").main(MODEL, "FC6310").camera(FOCAL, mm(8.8))))
        .isCloseTo(600 * 8.8 / 13.2, within(0.01));
    assertThat(
            focal(new TestExif().main(MAKE, "SONY").main(MODEL, "ILCE-7M4").camera(FOCAL, mm(50))))
        .isCloseTo(600 * 50 / 35.6, within(0.01));
    assertThat(
            focal(
                new TestExif().main(MAKE, "FUJIFILM").main(MODEL, "GFX 50S").camera(FOCAL, mm(63))))
        .isCloseTo(600 * 63 / 43.8, within(0.01));
  }

  @Test
  void everySensorOfTheTableIsPlausible() {
    assertThat(sensors.widths()).hasSizeGreaterThan(500).allMatch(w -> w >= 4 && w <= 54);
  }

  @Test
  void theFilmEquivalentGoesByTheDiagonal() {
    double f = focal(new TestExif().main(MAKE, "Acme").camera(FOCAL, mm(4)).camera(FOCAL_35, 26));
    assertThat(f).isCloseTo(26 / Math.hypot(36, 24) * Math.hypot(600, 400), within(0.01));
  }

  @ParameterizedTest
  @CsvSource({
    // pixels across the full image, pixels a unit, unit: 22.2 mm in each case
    "6000, 6864.865, 2",
    "6000, 2702.703, 3",
    "6000, 270.2703, 4"
  })
  void theFocalPlaneTellsTheSensorOfTheImageAsTakenHoweverItWasResized(
      int pixels, double resolution, int unit) {
    TestExif exif =
        new TestExif()
            .main(MAKE, "Acme")
            .camera(FOCAL, mm(18))
            .camera(PIXELS_ACROSS, pixels)
            .camera(PIXELS_DOWN, pixels * 2 / 3)
            .camera(PLANE_RESOLUTION, new double[] {resolution})
            .camera(PLANE_UNIT, unit);
    // The file has 600 pixels: a tenth of the image that the plane's resolution is about.
    assertThat(focal(exif)).isCloseTo(600 * 18 / 22.2, within(0.1));
  }

  @Test
  void aFocalPlaneWithoutTheImagesSizeTellsNothing() {
    TestExif exif =
        new TestExif()
            .main(MAKE, "Acme")
            .camera(FOCAL, mm(18))
            .camera(PLANE_RESOLUTION, new double[] {6864.865});
    assertThat(focal(exif)).isNaN();
  }

  @Test
  void nonsenseTellsNoFocalLength() {
    assertThat(focal(new TestExif().camera(FOCAL, mm(0)).camera(FOCAL_35, 0))).isNaN();
    assertThat(focal(new TestExif().main(MAKE, "Acme").camera(FOCAL, mm(50)))).isNaN();
    assertThat(focal(new TestExif().camera(FOCAL_35, 60_000))).isNaN();
  }

  @Test
  void positionsHaveTheirReferencesAndPrecision() {
    ExifData d =
        read(
            new TestExif()
                .at(-33.8568, -151.2153)
                .gps(5, (byte) 1)
                .gps(6, new double[] {12.5})
                .gps(11, new double[] {2.3}));
    GeoPoint p = d.gps().orElseThrow();
    assertThat(p.latitude()).isCloseTo(-33.8568, within(1e-6));
    assertThat(p.longitude()).isCloseTo(-151.2153, within(1e-6));
    assertThat(p.altitude()).isCloseTo(-12.5, within(1e-9));
    assertThat(p.dop()).isCloseTo(2.3, within(1e-9));
  }

  @Test
  void aPositionWithoutAltitudeOrPrecisionIsStillOne() {
    GeoPoint p = read(new TestExif().at(51.5, -0.12)).gps().orElseThrow();
    assertThat(p.altitude()).isNaN();
    assertThat(p.dop()).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "91,10", "10,181"})
  void nullIslandAndPlacesOffTheGlobeAreNoPositions(double latitude, double longitude) {
    assertThat(read(new TestExif().at(latitude, longitude)).gps()).isEmpty();
  }

  @Test
  void timeAndTurnAreRead() {
    ExifData d =
        read(
            new TestExif()
                .main(ORIENTATION, 8)
                .camera(TIME, "2026:05:01 12:30:59")
                .camera(FRACTION, "25"));
    assertThat(d.orientation()).isEqualTo(8);
    assertThat(d.takenAt()).contains(LocalDateTime.parse("2026-05-01T12:30:59.25"));
    assertThat(read(new TestExif().main(ORIENTATION, 9)).orientation()).isEqualTo(1);
  }

  private static double[] mm(double focal) {
    return new double[] {focal};
  }

  private double focal(TestExif exif) {
    return sensors.focalPixels(read(exif), 600, 400);
  }

  private static ExifData read(TestExif exif) {
    return ExifData.of(exif.into(JPEG));
  }
}
